import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, BASE_URL, type Bench, createBench } from "../../testing/kling-bench.ts";

const MODEL = "kling-2.5-turbo";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  const batch = { requests: [{ name: "fox", prompt: "a fox", model: MODEL }] };
  await writeFile(join(bench.folder, "batch.json"), JSON.stringify(batch));
});
afterEach(() => bench.close());

/** The create of a job that was given up, as a gateway delivers it at last. */
function arrive(externalTaskId: string): Promise<Response> {
  const headers = { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" };
  const body = JSON.stringify({ prompt: "a fox", options: { external_task_id: externalTaskId } });
  return bench.emulator.fetch(
    new Request(`${BASE_URL}/text-to-video/${MODEL}`, { method: "POST", headers, body }),
  );
}

test("retry follows the task that arrived late, and buys nothing", async () => {
  bench.emulator.control.setFaults([{ match: { method: "POST" }, action: { type: "reset-before-accept" } }]);
  const given = await bench.run("run batch.json");
  expect(given.exitCode).toBe(6);
  const [job = ""] = /j\w{18}/.exec(given.stdout) ?? [];
  const { json } = await bench.run(`jobs show ${job} --json`);
  expect(json["error"]).toMatchObject({
    code: "no_answer",
    message: expect.stringContaining("no task was found"),
  });
  bench.emulator.control.clearFaults();
  expect((await arrive(String(json["external_task_id"]))).status).toBe(200);
  const retried = await bench.run(`jobs retry ${job}`, { isTty: true });
  expect(retried.exitCode).toBe(0);
  expect(retried.stderr).toMatch(/^Task \d+ was found .*Nothing is bought again/);
  expect(bench.emulator.control.journal()).toMatchObject({ accepted: 1, billed: 1, delivered: 1 });
});
