import { INVALID_PARAMETER, type Issue } from "@klingkit/spec";
import type { PlannedJob } from "./plan.ts";
import { unpriced } from "./plan-job.ts";
import type { JudgedItem } from "./request-planner.ts";

/** The job with mistakes that its service never sees, before those that it would. */
export function refused(job: PlannedJob, found: JudgedItem["found"]): PlannedJob {
  const issues: readonly Issue[] = found.map(({ field, message }) => ({
    rule: "input",
    path: field,
    field,
    message: `${field}: ${message}`,
    serviceCode: INVALID_PARAMETER,
  }));
  return { ...job, estimate: unpriced(job.estimate), issues: [...issues, ...job.issues] };
}
