import { isAtLeast, type PlanRefusal, type Rung } from "@klingkit/engine";
import type { Caller } from "../caller.ts";

export interface LadderInput {
  readonly caller: Caller;
  readonly refusal: PlanRefusal;
  readonly hasStudio: boolean;
  /** Rungs whose question this caller's program has declined for this plan. */
  readonly declined: readonly Rung[];
}

/**
 * The first way to get a person's answer that exists here and counts for the plan, after policy and saved approvals. Undefined: only a
 * command for a person is left.
 */
export function findRung({ caller, refusal, hasStudio, declined }: LadderInput): Rung | undefined {
  const { approvals = "any", leastRung = "elicitation" } = refusal;
  const ways: readonly { readonly rung: Rung; readonly exists: boolean }[] = [
    // A program may answer a form, or press a button, for its user: neither counts where only a person may approve.
    { rung: "elicitation", exists: caller.canShowForm && approvals === "any" },
    { rung: "studio", exists: hasStudio && caller.canOpenUrl },
    { rung: "app", exists: caller.canShowApp && approvals === "any" },
  ];
  return ways.find(({ rung, exists }) => exists && isAtLeast(rung, leastRung) && !declined.includes(rung))
    ?.rung;
}
