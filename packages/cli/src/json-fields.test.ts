import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "./testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, model: kling-v3, prompt: a fox }]");
});
afterEach(() => bench.close());

test.each([
  ["plan b.yaml --json purpose,verdict", { success: true, purpose: "unnamed", verdict: "needs-approval" }],
  ["plan b.yaml --json=verdict", { success: true, verdict: "needs-approval" }],
  ["version --json version", { success: true, version: expect.any(String) }],
  ["doctor --json profile", { success: true, profile: "default" }],
])("prints the fields of one result: kling %s", async (line, result) => {
  const { exitCode, json } = await bench.run(line);
  expect({ exitCode, json }).toEqual({ exitCode: 0, json: result });
});

test("prints the fields of each entry of a list", async () => {
  await bench.run("approve b.yaml");
  expect((await bench.run("approvals --json purpose,max_creates")).json).toEqual({
    success: true,
    approvals: [{ purpose: "unnamed", max_creates: 1 }],
    count: 1,
    has_more: false,
  });
  expect((await bench.run("approvals --store none.sqlite --json purpose")).json).toMatchObject({ count: 0 });
});

test("refuses a field that the result does not have, with those that it has", async () => {
  const { exitCode, error, stdout } = await bench.run("plan b.yaml --json nosuch");
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(error).toMatchObject({ code: "invalid_field", message: expect.stringMatching(/nosuch.*verdict/) });
});

test("buys nothing for a field that no purchase has", async () => {
  const bought = await bench.run("video create-from-text fox --json task_id");
  expect(bought.json).toEqual({ success: true, task_id: expect.any(String) });
  const other = await bench.run("video create-from-text fox --json=nosuch");
  expect(other).toMatchObject({ exitCode: 2, error: { code: "invalid_field" } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1 });
});

test.each([
  ["wait 1 --json=nosuch"],
  ["wait 1 2 --json=nosuch"],
  ["video status 1 --json=nosuch"],
  ["voice create Ana --voice-url https://example.com/ana.mp3 --json=nosuch"],
  ["voice delete 1 --json=nosuch"],
  ["approve b.yaml --json=nosuch"],
  ["jobs cancel j1 --json=nosuch"],
  ["jobs show j1 --json=nosuch"],
  ["video download 1 -o a.mp4 --json=nosuch"],
  ["video create-from-text fox --dry-run --json=task_id"],
])("asks and waits for nothing before it refuses a field: kling %s", async (line) => {
  let requests = 0;
  bench.intercept(async () => {
    requests += 1;
    return undefined;
  });
  const { exitCode, error, stdout } = await bench.run(line);
  expect({ exitCode, code: error["code"], stdout, requests }).toEqual({
    exitCode: 2,
    code: "invalid_field",
    stdout: "",
    requests: 0,
  });
});

test("leaves out a field that a result lacks, and ends with the code of what failed", async () => {
  const made = await bench.run("video create-from-text fox --model kling-v3");
  const id = String(made.json["task_id"]);
  expect((await bench.run(`video status ${id} --json=status,video_id`)).json).toEqual({
    success: true,
    status: "submitted",
  });
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "fail-task", message: "internal error" } },
  ]);
  const bad = await bench.run("video create-from-text fox --model kling-v3 --purpose bad");
  const failed = await bench.run(`wait ${id} ${String(bad.json["task_id"])} --json=video_id`);
  expect(failed.exitCode).not.toBe(0);
  expect(failed.exitCode).not.toBe(2);
  expect(failed.json).toMatchObject({ success: false, count: 2 });
});

test.each([["video create-from-text --json status"], ["wait --json status 1"]])(
  "refuses a word that may be a field or a word for the command: kling %s",
  async (line) => {
    const { exitCode, error } = await bench.run(line);
    expect(exitCode).toBe(2);
    expect(error).toMatchObject({
      code: "usage_error",
      message: expect.stringContaining("write --json=status"),
    });
    expect(bench.emulator.control.journal()).toMatchObject({ creates: 0 });
  },
);

test("prints the fields of a command below one that takes fields itself, and takes no flag of that one", async () => {
  await bench.run("video create-from-text fox --model kling-v3 --output fox.mp4");
  const [job] = (await bench.run("jobs --json job")).json["jobs"] as readonly { readonly job: string }[];
  const id = String(job?.job);
  const narrowed = { success: true, name: expect.any(String), state: "collected" };
  for (const line of [`jobs show ${id} --json name,state`, `jobs show ${id} --json=name,state`])
    expect((await bench.run(line)).json).toEqual(narrowed);
  expect((await bench.run(`jobs show --json ${id}`)).json).toMatchObject({ success: true, job: id });
  expect((await bench.run(`jobs show ${id} --json nosuch`)).error).toMatchObject({ code: "invalid_field" });
  await bench.run("video create-from-text hare --model kling-v3");
  for (const line of ["events --limit 1 list", "events list --limit 1", "events --limit 5 list --limit 1"])
    expect((await bench.run(line)).json).toMatchObject({ count: 1 });
  for (const [line, text] of [
    [`jobs show ${id} --state done`, "Unknown option '--state'"],
    [`jobs --limit 3 show ${id}`, "kling jobs show has no option --limit."],
  ] as const)
    expect(await bench.run(line)).toMatchObject({
      exitCode: 2,
      error: { code: "usage_error", message: expect.stringContaining(text) },
    });
});
