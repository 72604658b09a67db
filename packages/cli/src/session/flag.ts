/** What a flag has beside its text. */
export interface FlagTraits {
  /** Its value is a list. */
  readonly isRepeated?: true;
  /** Accepted, and in no help: it only explains why it is refused. */
  readonly isHidden?: true;
  /** Another name of this flag, such as `--output`. */
  readonly isOtherNameOf?: string;
}

/** Given to a flag that may be repeated. Its text ends with `(repeatable)`. */
export const REPEATED = { isRepeated: true } as const satisfies FlagTraits;

/**
 * One flag of a command: how it is typed, what it does, and its default or its traits. The text is one line in sentence
 * case that begins with a verb or a noun. What follows from nothing else stands in its last brackets, in this order:
 * `(required)`, `(default: 5)`, `(env: KLING_STORE)`, `(repeatable)`, or several with semicolons between them.
 */
export type Flag = readonly [flags: string, description: string, value?: string | FlagTraits];

/** `-o, --output <file>` → `--output` */
export const nameOfFlag = (line: string): string => /--[\w-]+/.exec(line)?.[0] ?? line;

export const isHiddenFlag = ([, , value]: Flag): boolean =>
  typeof value === "object" && (value.isHidden === true || value.isOtherNameOf !== undefined);
