import type { Job, JobClient } from "@klingkit/engine";
import type { CallToolResult } from "@modelcontextprotocol/server";
import * as z from "zod/mini";
import { failureOf, resultOf } from "../results.ts";
import { jobJson, jobLink } from "../views/job-json.ts";
import { jobNotFound } from "./job-status.ts";
import { defineTool } from "./tool.ts";

/** `review_unknown`: jobs of which it is unknown whether the service created a task. Buys nothing, and frees no money: that takes a person. */
export const reviewUnknown = defineTool({
  name: "review_unknown",
  title: "Review unknown jobs",
  description:
    "Jobs whose create request may or may not have made a task. With job_id: look its task up again. With task_id: attach that task",
  input: z.strictObject({ job_id: z.optional(z.string()), task_id: z.optional(z.string()) }),
  output: z.looseObject({ jobs: z.array(z.looseObject({})) }),
  effect: "writes",
  isIdempotent: true,
  isOpenWorld: true,
  async call({ job_id: id, task_id: taskId }, { deps: { engine, jobClient } }) {
    if (id === undefined) return unknownResult(jobClient, await jobClient.jobs({ states: ["unknown"] }));
    const [job] = await jobClient.jobs({ ids: [id] });
    if (!job) return jobNotFound(id);
    if (taskId !== undefined) {
      const result = await engine.adopt(id, taskId);
      if (result.kind === "refused")
        return failureOf({
          code: "not_attached",
          message: `${result.reason}. Nothing was spent by this call.`,
        });
    } else if (job.state === "unknown") await engine.recover(id);
    return unknownResult(jobClient, await jobClient.jobs({ ids: [id] }));
  },
});

async function unknownResult(jobClient: JobClient, jobs: readonly Job[]): Promise<CallToolResult> {
  const shown = jobs.map(async (job) => ({
    ...(await jobJson(jobClient, job)),
    ...(job.externalId === undefined ? {} : { external_id: job.externalId }),
    ...(job.state === "unknown" ? forPerson(job) : {}),
  }));
  return resultOf({ jobs: await Promise.all(shown) }, jobs.map(jobLink));
}

const forPerson = ({ id }: Job) => ({
  message: "The service may or may not have created a task; its units stay reserved until that is known.",
  if_a_person_knows_that_nothing_was_bought: `kling jobs review ${id} --not-bought`,
});
