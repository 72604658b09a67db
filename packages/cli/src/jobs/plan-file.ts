import type { Plan } from "@klingkit/engine";

/** A plan, and where its jobs stand in the file. */
export interface PlanFile {
  readonly plan: Plan;
  /** Such as `b.yaml:4`; a saved plan has no lines of its own. */
  readonly placeOf: (job: number, field?: string) => string;
}
