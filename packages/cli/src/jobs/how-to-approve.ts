import type { PlanRefusal } from "@klingkit/engine";

export interface ApprovalHint {
  /** Command that approves. */
  readonly approveWith: string;
  /** File that asks for a person; undefined where a policy or nothing does. */
  readonly source?: string | undefined;
}

/** Who can approve what was refused, and how, in one sentence. */
export function howToApprove({ approvals }: PlanRefusal, { approveWith, source }: ApprovalHint): string {
  if (approvals !== "person") return `Approve it with \`${approveWith}\`.`;
  const where = source === undefined ? "the policy asks for it" : `${source} asks for it`;
  return `Only a person can approve here, because ${where}: run \`${approveWith}\` on a terminal and answer y, or pass a policy file with --policy.`;
}
