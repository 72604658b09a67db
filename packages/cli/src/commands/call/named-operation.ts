/** An operation that has a command of its own: its fields are the command's flags. */
export interface NamedOperation {
  readonly words: readonly [string, string];
  /** Id of the operation. */
  readonly operation: string;
  readonly summary: string;
  readonly effect: "reads" | "writes" | "spends";
  /** Field that bare words fill. */
  readonly operand?: string;
}
