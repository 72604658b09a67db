import type { PlanRefusal } from "@klingkit/engine";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { estimateJson } from "../jobs/estimate.ts";
import {
  type ApprovalHint,
  commandToApprove,
  howToApprove,
  namePolicy,
  sayRefusal,
  wouldBuy,
} from "../jobs/how-to-approve.ts";
import { firstJson } from "./first-json.ts";
import type { Purchase } from "./purchase.ts";

export interface RefusalInput extends ApprovalHint {
  readonly refusal: PlanRefusal;
  readonly purchase: Purchase;
}

/** A refusal as data: the exact payload, what it would cost, why it was refused, and the command that would pass. */
export function createRefusalError({ refusal, purchase, ...hint }: RefusalInput): CliError {
  const { kind, triggers, purpose, planHash } = refusal;
  const reasons = refusal.reasons.map((reason) => namePolicy(reason, hint.limitsFile));
  const { method, path, routeId, state, payload, estimate, warnings } = purchase;
  const isApproval = kind === "approval_required";
  const why = reasons.join("; ");
  return new CliError({
    code: kind,
    message: isApproval
      ? `${method} ${path} would be billed: ${why}. Nothing was sent. ${wouldBuy(refusal)} ${howToApprove(refusal, hint)}`
      : sayRefusal(refusal, why),
    ...(kind === "output_taken" || kind === "plan_invalid" ? { exitCode: EXIT.usage } : {}),
    details: {
      reasons,
      triggers,
      purpose,
      plan_hash: planHash,
      route: routeId,
      ...(state === undefined ? {} : { state }),
      method,
      path,
      payload,
      estimate: estimateJson(estimate),
      ...firstJson(purchase),
      warnings: warnings.map(({ message }) => message),
      ...(isApproval
        ? { approve_with: commandToApprove(refusal, hint), approvals: refusal.approvals ?? "any" }
        : {}),
    },
  });
}
