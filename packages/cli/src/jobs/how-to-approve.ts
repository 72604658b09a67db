import type { PlanRefusal } from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";
import { totalText } from "./draw-plan.ts";
import { countNoun } from "./result-noun.ts";

export interface ApprovalHint {
  /** Command that approves. */
  readonly approveWith: string;
  /** File that asks for a person; undefined where a policy or nothing does. */
  readonly source?: string | undefined;
  /** Policy file whose limits apply, as it was named. */
  readonly limitsFile?: string | undefined;
}

/** Why nothing was sent, and what helps, where no approval does. */
export function sayRefusal({ kind, remedy, canPartPass }: PlanRefusal, why: string): string {
  // The reason ends with what helps against a limit; a smaller batch helps besides where the limit lets some of it through.
  if (kind === "budget_exceeded" && / (?:raise|remove) it in \S.*$/.test(why))
    return `Nothing was sent: ${why}${canPartPass ? `, or ${remedy}` : ""}.`;
  return `Nothing was sent: ${why}. What helps: ${remedy}.`;
}

/** The same text with the policy file by its name, where a limit of it is to be changed. */
export const namePolicy = (text: string, limitsFile: string | undefined): string =>
  limitsFile === undefined
    ? text
    : text.replaceAll(/(?<=raise|remove) it in the policy/g, () => ` it in ${limitsFile}`);

/** `--approve` outside quotes: a prompt may hold the same word. */
const APPROVE_FLAG = /^((?:'[^']*'|[^'])*?) --approve(?= |$)/;

/** Command that approves what was refused: without the flag where a policy asks for more than one. */
export const commandToApprove = ({ leastRung }: PlanRefusal, { approveWith }: ApprovalHint): string =>
  leastRung === undefined ? approveWith : approveWith.replace(APPROVE_FLAG, "$1");

/** `It would buy 3 videos for 9 units (US$ 1.26).` */
export const wouldBuy = ({ jobs, totals }: PlanRefusal): string =>
  `It would buy ${countOf(jobs.length, countNoun(jobs, "request"))} for ${totalText(totals)}.`;

/** Who can approve what was refused, and how, in one sentence. */
export function howToApprove(refusal: PlanRefusal, hint: ApprovalHint): string {
  const { approvals, leastRung } = refusal;
  const command = commandToApprove(refusal, hint);
  if (approvals !== "person" && leastRung === undefined) return `Approve it with \`${command}\`.`;
  const other =
    leastRung === undefined && hint.limitsFile === undefined ? ", or pass a policy file with --policy" : "";
  return `${onlyAPerson(hint)}: run \`${command}\` on a terminal and answer y${other}.`;
}

/** `Only a person can approve here, because FILE asks for it`. */
export const onlyAPerson = ({ source = "the policy" }: Pick<ApprovalHint, "source">): string =>
  `Only a person can approve here, because ${source} asks for it`;
