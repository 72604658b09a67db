import type { Plan, PlannedJob, PlanRefusal } from "@klingkit/engine";
import type { Warning } from "@klingkit/spec";
import { estimateJson } from "../create/estimate.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { countOf } from "../terminal/count-of.ts";
import { type ApprovalHint, howToApprove } from "./how-to-approve.ts";
import { totalsJson } from "./plan-json.ts";

/** A refusal as data: what would have been sent, what it would cost, why it was refused, and what would pass. */
export function refusalError(refusal: PlanRefusal, hint: ApprovalHint): CliError {
  const { kind, reasons, triggers, planHash, purpose, totals, jobs, remedy } = refusal;
  const isApproval = kind === "approval_required";
  const first = reasons[0] ?? "it was not approved";
  const more = reasons.length > 1 ? ` (and ${countOf(reasons.length - 1, "more reason")})` : "";
  return new CliError({
    code: kind,
    message: `Nothing was sent: ${first}${more}. ${isApproval ? howToApprove(refusal, hint) : `What helps: ${remedy}.`}`,
    ...(kind === "plan_invalid" ? { exitCode: EXIT.usage } : {}),
    details: {
      reasons,
      triggers,
      purpose,
      plan_hash: planHash,
      totals: totalsJson(totals),
      ...(isApproval ? { approve_with: hint.approveWith, approvals: refusal.approvals ?? "any" } : {}),
      jobs: jobs.map(({ name, hash, routeId, path, payload, media, estimate }) => ({
        name,
        hash,
        route: routeId,
        path,
        payload,
        media,
        estimate: estimateJson(estimate),
      })),
    },
  });
}

/** A plan with issues: what is wrong, job by job. */
export const invalidPlanError = (plan: Plan): CliError => planError(plan, ({ issues }) => issues);

/** A saved plan with warnings, where these are refused. */
export const strictPlanError = (plan: Plan): CliError => planError(plan, ({ warnings }) => warnings);

function planError({ jobs }: Plan, findingsOf: (job: PlannedJob) => readonly Warning[]): CliError {
  const issues = jobs.flatMap((job) =>
    findingsOf(job).map(({ rule, path, message }) => ({ job: job.name, rule, path, message })),
  );
  const [first] = issues;
  return new CliError({
    code: "plan_invalid",
    message: `${countOf(issues.length, "mistake")} in the batch; nothing can be sent. ${first?.job}: ${first?.message}`,
    exitCode: EXIT.usage,
    details: { issues },
  });
}
