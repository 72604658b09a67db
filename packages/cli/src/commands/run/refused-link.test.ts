import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOST = "files.internal:8080";
const BATCH = "{ output: '{name}.mp4', requests: [{ name: fox, model: kling-v3, prompt: a fox }] }";

let bench: Bench;

beforeEach(async () => {
  // The service's links lead to a host that is not public.
  bench = await createBench({ publicUrl: `http://${HOST}` });
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

const summaryOf = (stdout: string): unknown => JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
const downloads = () => bench.requests.filter((line) => line.endsWith(".mp4")).length;

test("a run ends with exit 1 when no link may be fetched, and says what helps", async () => {
  const { exitCode, error, stdout } = await bench.run("run batch.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "jobs_held" });
  expect(error["message"]).toBe(
    `1 video is made and paid for, but not downloaded. The link to ${HOST} is not https. Only https links to public hosts are downloaded. If you trust ${HOST}, add \`--allow-host ${HOST}\`. To download: \`kling resume --allow-host ${HOST}\`.`,
  );
  expect(error["may_have_charged"]).toBe("yes");
  expect(summaryOf(stdout)).toMatchObject({ success: false, counts: { succeeded: 1 }, units: { held: 0 } });
  expect(downloads()).toBe(0);
});

test("the board counts what is finished at the service as not saved, and not as running", async () => {
  const { stdout } = await bench.run("run batch.yaml", { isTty: true, columns: 80 });
  const last = stripVTControlCharacters(stdout).split("kling run  ").at(-1);
  expect(last).toMatch(/ 0 done · 0 running · 1 not saved · 0 waiting · 3 of ~3 units/);
});

test.each([
  ["resume", `resume --allow-host ${HOST}`, {}],
  ["the same run", `run batch.yaml --allow-host http://${HOST}`, {}],
  ["a worker", `worker --until-idle --allow-host other.example --allow-host ${HOST}`, {}],
  ["an environment", "resume", { KLING_ALLOW_HOSTS: `other.example, ${HOST}` }],
])("%s that allows the host downloads the video and buys nothing", async (_, line, env) => {
  await bench.run("run batch.yaml");
  expect(await bench.run(line, { env })).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await stat(join(bench.folder, "fox.mp4"))).size).toBeGreaterThan(1000);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

test("a video whose link is refused is not given up: the message names the command that downloads it", async () => {
  const { error: held } = await bench.run("run batch.yaml");
  const [id] = held["jobs"] as readonly string[];
  const { exitCode, error } = await bench.run(`jobs review ${id} --gone`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "not_possible" });
  expect(error["message"]).toMatch(
    new RegExp(`did not save it: .*[^.]\\. To download it, run \`kling resume --allow-host ${HOST}\`\\.$`),
  );
});

test("the config file can allow a host", async () => {
  await bench.run("run batch.yaml");
  expect(await bench.run(`config set allow_hosts ${HOST}`)).toMatchObject({ exitCode: 0 });
  expect(await bench.run("resume")).toMatchObject({ exitCode: 0, stderr: "" });
});

test("a create that was to download ends at once, with the command that passes", async () => {
  const { exitCode, error } = await bench.run(["video", "create-from-text", "a fox", "-o", "fox.mp4"]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "download_error" });
  expect(error["resume"]).toBe(`kling resume --allow-host ${HOST}`);
  expect(await bench.run(String(error["resume"]).replace("kling ", ""))).toMatchObject({ exitCode: 0 });
  expect((await stat(join(bench.folder, "fox.mp4"))).size).toBeGreaterThan(1000);
});

test("a download names the flag, the task and the command that passes", async () => {
  const created = await bench.run(["video", "create-from-text", "a fox", "--wait"]);
  const id = String(created.json["task_id"]);
  const refused = await bench.run(`video download ${id} -o fox.mp4`);
  expect(refused).toMatchObject({ exitCode: 1, error: { code: "download_error", task_id: id } });
  expect(refused.error["message"]).toContain(`--allow-host ${HOST}`);
  expect(refused.error["message"]).not.toContain("allowedOrigins");
  expect(await bench.run(`video download ${id} -o fox.mp4 --allow-host ${HOST}`)).toMatchObject({
    exitCode: 0,
  });
});

test.each(["https://files.internal/path", "user@files.internal", "", "a b"])(
  "refuses '%s' as a host before any request",
  async (host) => {
    const { exitCode, error } = await bench.run(["run", "batch.yaml", "--allow-host", host]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_host" });
    expect(bench.requests.filter((line) => line.startsWith("POST"))).toEqual([]);
  },
);
