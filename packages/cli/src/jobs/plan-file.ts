import type { FilePlace, Plan } from "@klingkit/engine";

/** A plan, and where its jobs stand in the file. */
export interface PlanFile {
  readonly plan: Plan;
  /** The line and column in a batch; a saved plan has none that a person would read. */
  readonly placeOf: (job: number, field?: string) => FilePlace;
}
