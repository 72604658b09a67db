import { type Plan, totalsByUnit } from "../plan/plan.ts";
import { RUNGS, type Rung } from "../store/rung.ts";
import type { Approval } from "./approval.ts";
import type { ApprovalPolicy } from "./policy.ts";

/** The least rung that a policy accepts an approval of this plan from: the highest of the rules that fit. Undefined: any. */
export function leastRungFor(policy: ApprovalPolicy | undefined, plan: Plan): Rung | undefined {
  const fitting = (policy?.leastRungs ?? []).filter(
    ({ purpose = plan.purpose, aboveUnits, unit: wanted = "video" }) =>
      purpose === plan.purpose && (aboveUnits === undefined || costsMore(plan, wanted, aboveUnits)),
  );
  return RUNGS.findLast((rung) => fitting.some((rule) => rule.rung === rung));
}

/** A job without a price may cost anything. */
const costsMore = ({ totals }: Plan, wanted: string, limit: number): boolean =>
  totalsByUnit(totals).some(
    ({ unit = "video", units, unpricedJobs }) => unit === wanted && (units > limit || unpricedJobs > 0),
  );

export const isAtLeast = (rung: Rung | undefined, least: Rung): boolean =>
  rung !== undefined && RUNGS.indexOf(rung) >= RUNGS.indexOf(least);

/** Rung that an approval came from. Undefined for a flag or a program, of which nothing shows that a person answered. */
export function rungOf({ via, rung }: Pick<Approval, "via" | "rung">): Rung | undefined {
  if (via === "mcp") return rung;
  return via === "studio" || via === "terminal" ? via : undefined;
}
