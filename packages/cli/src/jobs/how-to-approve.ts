import type { PlanRefusal } from "@klingkit/engine";

export interface ApprovalHint {
  /** Command that approves. */
  readonly approveWith: string;
  /** File that asks for a person; undefined where a policy or nothing does. */
  readonly source?: string | undefined;
  /** Policy file whose limits apply, as it was named. */
  readonly limitsFile?: string | undefined;
}

/** Why nothing was sent, and what helps, where no approval does. */
export function sayRefusal({ kind, remedy }: PlanRefusal, why: string, { limitsFile }: ApprovalHint): string {
  // The reason ends with what helps against a limit, and lacks only where that is.
  if (kind === "budget_exceeded" && /\braise it$/.test(why))
    return `Nothing was sent: ${why}${limitsFile === undefined ? "" : ` in ${limitsFile}`}, or ${remedy}.`;
  return `Nothing was sent: ${why}. What helps: ${remedy}.`;
}

/** Who can approve what was refused, and how, in one sentence. */
export function howToApprove({ approvals }: PlanRefusal, { approveWith, source }: ApprovalHint): string {
  if (approvals !== "person") return `Approve it with \`${approveWith}\`.`;
  const where = source === undefined ? "the policy asks for it" : `${source} asks for it`;
  return `Only a person can approve here, because ${where}: run \`${approveWith}\` on a terminal and answer y, or pass a policy file with --policy.`;
}
