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
  });
  expect((await bench.run("approvals --store none.sqlite --json purpose")).json).toMatchObject({ count: 0 });
});

test("refuses a field that the result does not have, with those that it has", async () => {
  const { exitCode, error, json } = await bench.run("plan b.yaml --json nosuch");
  expect(exitCode).toBe(2);
  expect(error).toMatchObject({ code: "invalid_field", message: expect.stringMatching(/nosuch.*verdict/) });
  expect(json).toMatchObject({ verdict: "needs-approval" });
});

test("never fails for a field when something was bought", async () => {
  const bought = await bench.run("video create-from-text fox --json task_id");
  expect(bought.json).toEqual({ success: true, task_id: expect.any(String) });
  const other = await bench.run("video create-from-text fox --json=nosuch");
  expect(other).toMatchObject({ exitCode: 0, json: { task_id: expect.any(String) } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2 });
});
