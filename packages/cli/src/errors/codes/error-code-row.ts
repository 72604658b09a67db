/** What one error code means, for people who look it up. Sentences begin with a capital and end with a full stop. */
export interface ErrorCodeRow {
  /** What happened. */
  readonly meaning: string;
  /** Whether you may have been charged; `depends` where the error itself says so. */
  readonly charged: "no" | "yes" | "unknown" | "depends";
  /** What to do next. Commands stand in code spans. */
  readonly next: string;
}
