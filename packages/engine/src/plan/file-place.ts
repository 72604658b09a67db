/** A place in a file of the user. */
export interface FilePlace {
  readonly file: string;
  /** From 1. Absent where it is about the whole file. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The line itself, to be shown on a terminal. It may hold words of a prompt: it belongs in no log. */
  readonly sourceLine?: string;
}

/** `b.yaml:2:18`, as editors and terminals open it. */
export const sayPlace = ({ file, line, column }: FilePlace): string =>
  [file, line, column].filter((part) => part !== undefined).join(":");
