import type { Flag } from "../session/flag.ts";

/** One command of the command line, as the registry lists it. What it does is loaded when it runs. */
export interface CommandRow {
  /** Without `kling`, e.g. `["video", "status"]`. */
  readonly words: readonly string[];
  /** Operands as commander writes them, e.g. `[task_id]`. Default: none. */
  readonly operands?: string;
  readonly summary: string;
  /** A function where the texts are made of tables. */
  readonly flags?: readonly Flag[] | (() => readonly Flag[]);
  /** In place of the usage line that follows from the operands. */
  readonly usage?: string;
  /** Stands below the flags in the help. */
  readonly help?: string;
  /** Takes any words and stands in no help. */
  readonly isHidden?: boolean;
  /** Flags that the row does not list are operands, with their values. */
  readonly takesAnyFlag?: boolean;
  /** Absent for a group of commands. */
  readonly load?: () => Promise<RunCommand>;
}

/** Called with the operands, the flags, `Deps` and commander's command, in this order; each command declares its own types. */
export type RunCommand = (...given: never[]) => void | Promise<void>;

export const flagsOf = ({ flags = [] }: Pick<CommandRow, "flags">): readonly Flag[] =>
  typeof flags === "function" ? flags() : flags;
