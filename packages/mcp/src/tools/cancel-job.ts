import * as z from "zod/mini";
import { failureOf } from "../results.ts";
import { jobNotFound } from "./job-status.ts";
import { jobsResult } from "./jobs-result.ts";
import { defineTool } from "./tool.ts";

/** `cancel_job`: takes a job back that was not sent, or that waits at a service which can cancel it. */
export const cancelJob = defineTool({
  name: "cancel_job",
  title: "Cancel a job",
  description: "Take back a job that is not sent yet; a task that runs cannot be canceled and is charged",
  input: z.strictObject({ job_id: z.string() }),
  output: z.looseObject({ state: z.string(), jobs: z.array(z.looseObject({})) }),
  effect: "cancels",
  isIdempotent: true,
  isOpenWorld: true,
  async call({ job_id: id }, { deps }) {
    const read = () => deps.jobClient.jobs({ ids: [id] });
    const [job] = await read();
    if (!job) return jobNotFound(id);
    if (job.state !== "canceled") {
      const result = await deps.engine.cancel(id);
      if (result.kind === "refused")
        return failureOf({
          code: "not_canceled",
          message: `${result.reason}. Nothing more was spent.`,
          state: job.state,
        });
    }
    return jobsResult(deps, await read());
  },
});
