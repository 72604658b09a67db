/** Something in a request that the service refuses, or that would cost money for nothing. */
export interface Issue {
  /** Stable id of the broken rule, such as `duration` or `last-frame-condition`. */
  readonly rule: string;
  /** Wire path of the field, such as `settings.duration` or `contents[2].url`. */
  readonly path: string;
  /** Field of the neutral request, such as `durationSeconds`; present where one was compiled. */
  readonly field?: string;
  /** What is wrong and what would pass. */
  readonly message: string;
  /** All values that pass, where they are a list. */
  readonly allowed?: readonly (string | number)[];
  /** The field or value that was most likely meant. */
  readonly suggestion?: string;
  /** What the service answers; present where the check was given its voice. */
  readonly serviceMessage?: string;
  /** Business code of that answer. */
  readonly serviceCode: number;
}

/** Something that is accepted but probably not what the caller wants. */
export interface Warning {
  readonly rule: string;
  /** Wire path of the field. */
  readonly path: string;
  /** As in an `Issue`. */
  readonly field?: string;
  readonly message: string;
}

export interface CheckResult {
  readonly issues: readonly Issue[];
  readonly warnings: readonly Warning[];
}
