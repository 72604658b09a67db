/** Units of the video pack that may be committed. Absent: no limit of its own. */
export interface SpendLimits {
  readonly unitsPerRun?: number;
  /** Day by UTC. */
  readonly unitsPerDay?: number;
  /** Per day, by model; any of its names stands for the model. */
  readonly unitsPerModel?: Readonly<Record<string, number>>;
}

/** Why a create would go beyond a limit. */
export interface BudgetRefusal {
  readonly kind: "budget_exceeded";
  readonly limit: "run" | "day" | "model";
  readonly limitUnits: number;
  /** Already reserved or settled. */
  readonly committedUnits: number;
  /** The most that is wanted; null where its price is unknown, which no limit lets through. */
  readonly wantedUnits: number | null;
  readonly message: string;
}
