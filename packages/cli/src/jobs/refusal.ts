import { mistakeOf, orderMistakes, type PlannedJob, type PlanRefusal, sayMistake } from "@klingkit/engine";
import type { Warning } from "@klingkit/spec";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { drawMistakes, sayMistakes } from "../failures/draw-mistakes.ts";
import { countOf } from "../terminal/count-of.ts";
import { estimateJson } from "./estimate.ts";
import {
  type ApprovalHint,
  commandToApprove,
  howToApprove,
  namePolicy,
  sayRefusal,
  wouldBuy,
} from "./how-to-approve.ts";
import type { PlanFile } from "./plan-file.ts";
import { totalsJson } from "./plan-json.ts";

/** A refusal as data: what would have been sent, what it would cost, why it was refused, and what would pass. */
export function refusalError(refusal: PlanRefusal, hint: ApprovalHint): CliError {
  const { kind, triggers, planHash, purpose, totals, jobs } = refusal;
  const reasons = refusal.reasons.map((reason) => namePolicy(reason, hint.limitsFile));
  const isApproval = kind === "approval_required";
  const first = reasons[0] ?? "it was not approved";
  const more = reasons.length > 1 ? ` (and ${countOf(reasons.length - 1, "more reason")})` : "";
  return new CliError({
    code: kind,
    message: isApproval
      ? `Nothing was sent: ${first}${more}. ${wouldBuy(refusal)} ${howToApprove(refusal, hint)}`
      : sayRefusal(refusal, `${first}${more}`),
    ...(kind === "plan_invalid" ? { exitCode: EXIT.usage } : {}),
    details: {
      reasons,
      triggers,
      purpose,
      plan_hash: planHash,
      totals: totalsJson(totals),
      ...(isApproval
        ? { approve_with: commandToApprove(refusal, hint), approvals: refusal.approvals ?? "any" }
        : {}),
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
export const invalidPlanError = (file: PlanFile): CliError => planError(file, ({ issues }) => issues);

/** A saved plan with warnings, where these are refused. */
export const strictPlanError = (file: PlanFile): CliError => planError(file, ({ warnings }) => warnings);

function planError(
  { plan: { jobs }, placeOf }: PlanFile,
  findingsOf: (job: PlannedJob) => readonly Warning[],
): CliError {
  const found = jobs.flatMap((job, at) =>
    findingsOf(job).map((finding) => ({
      finding,
      mistake: mistakeOf(finding, job, placeOf(at, finding.field)),
    })),
  );
  const mistakes = orderMistakes(found.map(({ mistake }) => mistake));
  const sentences = mistakes.map(sayMistake);
  return new CliError({
    code: "plan_invalid",
    message: sayMistakes(sentences),
    shown: sayMistakes(drawMistakes(sentences, mistakes)),
    exitCode: EXIT.usage,
    details: {
      issues: found.map(
        ({
          finding: { rule, path, message },
          mistake: { request, file, line, column, field, value, allowed },
        }) => ({
          job: request,
          rule,
          path,
          message,
          file,
          line,
          column,
          field,
          value,
          allowed,
        }),
      ),
    },
  });
}
