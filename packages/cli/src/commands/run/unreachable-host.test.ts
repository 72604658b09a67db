import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `output: '{name}.mp4'
requests:
  - { name: fox, model: kling-v3, prompt: a fox }
  - { name: owl, model: kling-v3, prompt: an owl }`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
  // No name server knows the host of the files.
  bench.intercept(({ url }) =>
    url.includes(".mp4")
      ? Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
        )
      : Promise.resolve(undefined),
  );
});
afterEach(() => bench.close());

test("a run whose files are on a host that does not resolve ends, with the reason once and what helps", async () => {
  const { exitCode, error } = await bench.run("run b.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "jobs_held" });
  expect(error["reasons"]).toEqual([expect.stringMatching(/^No response from http\S+ \(ENOTFOUND\)/)]);
  expect(error["message"]).toMatch(
    /^2 videos are made and paid for, but not downloaded\. .*To download: `kling resume`\. If the service has lost a file, give it up: `kling jobs review JOB --gone`\.$/,
  );
});

test("the list of jobs shows the host and the code of the system also where the row is cut", async () => {
  await bench.run("run b.yaml");
  const { stdout } = await bench.run("jobs", { isTty: true, columns: 120, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/not downloaded yet: kling resume\. No response from http\S+ \(ENOTFOUND\)\./);
});

test("its jobs are among those that need a person, and one is given up with the command that the end names", async () => {
  await writeFile(join(bench.folder, "b.yaml"), BATCH.split("\n").slice(0, -1).join("\n"));
  const { error } = await bench.run("run b.yaml");
  const { json } = await bench.run("jobs --state needs-you");
  expect(json["jobs"]).toMatchObject([{ name: "fox", state: "succeeded", waits_for: "link" }]);
  const [command] = /kling jobs review \S+ --gone/.exec(String(error["message"])) ?? [];
  expect(await bench.run(String(command).replace("kling ", ""))).toMatchObject({ exitCode: 0 });
  expect((await bench.run("resume")).json).not.toMatchObject({ counts: { succeeded: 1 } });
});

test("a later resume downloads them and buys nothing", async () => {
  await bench.run("run b.yaml");
  bench.intercept(undefined);
  expect(await bench.run("resume")).toMatchObject({ exitCode: 0 });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});
