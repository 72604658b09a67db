import { type Grant, type Plan, totalsByUnit } from "@klingkit/engine";
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
  const [first, ...others] = totalsByUnit(plan.totals);
  const unpriced = others.filter(({ unpricedJobs }) => unpricedJobs > 0);
  return {
    approvedBy: client,
    validMs: ANSWER_SECONDS * MS_PER_SECOND,
    ...(first && first.unpricedJobs > 0 ? { maxUnits: null } : {}),
    ...(unpriced.length > 0
      ? { maxPerUnit: Object.fromEntries(unpriced.map(({ unit = "video" }) => [unit, null])) }
      : {}),
  };
}
