import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

/** An address that counts as the real service. */
const REAL = { KLING_BASE_URL: "https://192.0.2.1:9" };
const TERMINALS = [
  ["no key", { KLING_API_KEY: undefined, KLING_BASE_URL: undefined }],
  ["a key of the service", REAL],
  ["a key of an emulator", {}],
  ["a key of Higgsfield", { HF_CREDENTIALS: "id:secret" }],
] as const;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
});
afterEach(() => bench.close());

test.each(TERMINALS)("--emulated approves for its own account, and asks nobody: %s", async (_, env) => {
  const approved = await bench.run("approve b.yaml --emulated --store a.sqlite", { env });
  expect(approved).toMatchObject({
    exitCode: 0,
    stderr: "",
    json: { account: "emulated", next: "kling run b.yaml --emulated --store a.sqlite" },
  });
  expect(bench.requests).toEqual([]);
});

test("the screen of --emulated names the account once, whatever services the plan is for", async () => {
  const request = (name: string, service: string) =>
    `{ name: ${name}, prompt: a ${name}, model: kling-v3, durationSeconds: 5, service: ${service} }`;
  await writeFile(
    join(bench.folder, "both.yaml"),
    `requests: [${request("fox", "kling")}, ${request("owl", "higgsfield")}]`,
  );
  const onTerminal = { env: { ...REAL, NO_COLOR: "1" }, isTty: true, answer: "y" };
  const { stdout, exitCode } = await bench.run("approve both.yaml --emulated", onTerminal);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ +account +emulated$/m);
});

test("where no emulator answers, a plan says that it cannot tell what was bought, and nothing is approved", async () => {
  const local = await createBench();
  await writeFile(join(local.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
  expect((await local.run("run b.yaml")).exitCode).toBe(0);
  const stopped = Object.assign(new Error("no"), { code: "ECONNREFUSED" });
  local.intercept(() => Promise.reject(new TypeError("fetch failed", { cause: stopped })));
  const planned = await local.run("plan b.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  const forPrograms = await local.run("plan b.yaml");
  const approved = await local.run("approve b.yaml --yes");
  await local.close();
  expect(forPrograms.json["warnings"]).toEqual([
    { message: expect.stringMatching(/^The plan does not show what was bought before\. /) },
  ]);
  expect(planned.exitCode).toBe(0);
  expect(`${planned.stdout}${planned.stderr}`.replaceAll(/\s+/g, " ")).toMatch(
    /The plan does not show what was bought before\. There is no response from \S+ \(ECONNREFUSED\)/,
  );
  expect(approved.error).toMatchObject({ code: "connection_error", may_have_charged: "no" });
});

test("the screen tells how many files a request writes beside its first, as many as the run then does", async () => {
  const images = "{ name: fox, operation: image create, body: { prompt: a fox, n: 3 } }";
  const sound = "{ name: steps, operation: audio create, body: { prompt: steps, duration: 5 } }";
  const faces =
    "{ name: faces, operation: lip-sync identify, body: { video_url: https://example.com/a.mp4 } }";
  await writeFile(join(bench.folder, "b.yaml"), `requests: [${images}, ${sound}, ${faces}]`);
  const { stdout } = await bench.run("approve b.yaml --emulated", {
    env: { NO_COLOR: "1" },
    isTty: true,
    answer: "y",
  });
  expect(stdout).toContain(
    "Files\n  fox.png  and 2 further files\n  steps.mp3  and 1 further file\n  faces.png  and further files, if there are several results\n",
  );
  await writeFile(join(bench.folder, "c.yaml"), `requests: [${images}, ${sound}]`);
  expect(await bench.run("run c.yaml --emulated --speed 5000")).toMatchObject({ exitCode: 0 });
  const files = (await readdir(bench.folder)).filter((name) => /^(fox|steps)/.test(name)).sort();
  expect(files).toEqual(["fox.2.png", "fox.3.png", "fox.png", "steps.2.wav", "steps.mp3"]);
});

test("what was approved for --emulated buys nothing with a key", async () => {
  await bench.run("approve b.yaml --emulated --by ana");
  const { exitCode, error } = await bench.run("run b.yaml", { env: REAL });
  expect({ exitCode, creates: bench.emulator.control.journal().creates }).toEqual({
    exitCode: 3,
    creates: 0,
  });
  expect(error["message"]).toContain("the approval is for the account emulated, and this is 192.0.2.1:9 ");
});

test("what --emulated has bought is neither approved again for it nor taken for a purchase with the key", async () => {
  expect(await bench.run("run b.yaml --emulated --speed 5000")).toMatchObject({ exitCode: 0 });
  const again = await bench.run("approve b.yaml --emulated");
  expect(again.error).toMatchObject({ code: "nothing_to_buy" });
  expect(again.error["message"]).toContain("Run `kling run b.yaml --emulated` to get the files.");
  expect((await bench.run("approve b.yaml", { env: REAL })).json).toMatchObject({ max_creates: 1 });
});

test("where only a person counts, the command for them approves the same for the same account", async () => {
  await bench.run("config set approvals person");
  const flags = "--again --purpose spring --emulated --store a.sqlite --profile default";
  const { error } = await bench.run(`approve b.yaml --yes --by ana ${flags}`);
  expect(error["approve_with"]).toBe(`kling approve b.yaml ${flags}`);
});
