import * as z from "zod/mini";
import { failureOf } from "../results.ts";
import { jobsOfPlan } from "./find-jobs.ts";
import { jobsResult } from "./jobs-result.ts";
import { planNotFound } from "./run-plan.ts";
import { defineTool } from "./tool.ts";
import { waitField, waitForJobs } from "./wait-for-jobs.ts";

/** `job_status`: one job, or all of a plan. */
export const jobStatus = defineTool({
  name: "job_status",
  title: "Job status",
  description: "State, cost and files of one job, or of all jobs of a plan",
  input: z.strictObject({
    job_id: z.optional(z.string()),
    plan_hash: z.optional(z.string()),
    wait_seconds: waitField(),
  }),
  output: z.looseObject({ state: z.enum(["running", "done"]), jobs: z.array(z.looseObject({})) }),
  effect: "reads",
  isIdempotent: true,
  isOpenWorld: false,
  async call({ job_id, plan_hash, wait_seconds: seconds }, { deps, ctx }) {
    const { signal } = ctx.mcpReq;
    if (job_id !== undefined) {
      const read = () => deps.jobClient.jobs({ ids: [job_id] });
      const jobs = await waitForJobs(deps, read, { seconds, signal });
      return jobs.length === 0 ? jobNotFound(job_id) : jobsResult(deps, jobs);
    }
    if (plan_hash === undefined) {
      const message = "Neither job_id nor plan_hash was given. Nothing was spent. Pass one of them.";
      return failureOf({ code: "missing_argument", message });
    }
    const plan = await deps.jobClient.plan(plan_hash);
    if (!plan) return planNotFound(plan_hash);
    const jobs = await waitForJobs(deps, () => jobsOfPlan(deps, plan), { seconds, signal });
    return jobsResult(deps, jobs, { plan_hash, not_bought: plan.jobs.length - jobs.length });
  },
});

export const jobNotFound = (id: string) =>
  failureOf({
    code: "job_not_found",
    message: `There is no job ${id}. Nothing was spent. list_jobs shows the jobs.`,
  });
