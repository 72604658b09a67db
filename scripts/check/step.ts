/** Numbers of tests inside a step, beside the step itself. */
export type TestCounts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export type StepOutcome = {
  readonly isOk: boolean;
  /** Shown when the step failed. */
  readonly output: string;
  /** Shown behind the name whatever happened, e.g. a measured size. */
  readonly note?: string;
  /** Lines below the name whatever happened, e.g. what was skipped and why. */
  readonly details?: readonly string[];
  readonly counts?: TestCounts;
};

export type Step = {
  readonly name: string;
  /** Name of the step that must have succeeded before this one starts; otherwise this one is skipped. */
  readonly needs?: string;
  /** Name of the step that must have ended before this one starts, however it ended. */
  readonly after?: string;
  readonly run: () => Promise<StepOutcome>;
};

export type StepResult = StepOutcome & {
  readonly name: string;
  readonly state: "ok" | "failed" | "skipped";
  readonly elapsedMs: number;
};
