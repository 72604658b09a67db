import { type Grant, grantOfPlan, type Plan } from "@klingkit/engine";
import type { Caller } from "../caller.ts";
import { ANSWER_SECONDS } from "./question-state.ts";

const MS_PER_SECOND = 1000;

/** What a yes to the quote covers: all that was shown, so jobs without a known price as well. */
export function grantOf(
  plan: Plan,
  { client }: Pick<Caller, "client">,
): Pick<Grant, "maxUnits" | "maxPerUnit"> & {
  readonly approvedBy: string;
  readonly validMs: number;
} {
  return {
    approvedBy: client,
    validMs: ANSWER_SECONDS * MS_PER_SECOND,
    ...grantOfPlan(plan),
  };
}
