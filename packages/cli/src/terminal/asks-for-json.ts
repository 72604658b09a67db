/** Whether the words after `kling` ask for JSON, also where they cannot be parsed. */
export const asksForJson = (argv: readonly string[]): boolean =>
  argv.some((word) => word.startsWith("--json"));
