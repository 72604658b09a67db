import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "fail-task", reason: "moderation" } },
  ]);
});
afterEach(() => bench.close());

const MODELS = { kling: "kling-v3", higgsfield: "kling-2.6" } as const;

test.each(["kling", "higgsfield"] as const)(
  "a task that the content policy of %s stops is not bought again as it was",
  async (service) => {
    const request = { name: "fox", prompt: "a fox", service, model: MODELS[service] };
    await writeFile(join(bench.folder, "fox.json"), JSON.stringify({ requests: [request] }));

    const env = { HIGGSFIELD_BASE_URL: bench.emulator.baseUrl, HF_CREDENTIALS: "emulator:emulator" };
    const run = await bench.run("run fox.json", { env });
    expect({ exitCode: run.exitCode, code: run.error["code"] }).toEqual({ exitCode: 7, code: "jobs_failed" });
    expect(run.error["message"]).toContain("The content policy refused the prompt or the media");
    expect(run.error["message"]).not.toContain("kling jobs retry");

    const { json } = await bench.run("jobs");
    const [job] = Object(json["jobs"]);
    expect(job.error).toMatchObject({ code: "task_failed", is_content_policy: true });
    const createsBefore = creates();
    const again = await bench.run("jobs retry --batch fox.json --failed", { env });
    expect(again.exitCode).not.toBe(0);
    expect(JSON.stringify([again.json, again.error])).toContain("content_refused");
    expect(creates()).toBe(createsBefore);

    const shown = await bench.run(`jobs show ${job.job}`);
    expect(JSON.stringify(shown.json["next"])).toContain("Change the prompt or the media");
  },
);

const creates = () => bench.requests.filter((line) => line.startsWith("POST ")).length;
