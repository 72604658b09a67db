import { suggest } from "@klingkit/spec";
import { type CliError, usageError } from "../errors/cli-error.ts";

interface KnownStates {
  /** As tables show them. */
  readonly words: readonly string[];
  /** As JSON has them. */
  readonly names: readonly string[];
}

/** Refuses a `--state` that is neither a word that tables show nor a name that JSON has. */
export function unknownState(text: string, { words, names }: KnownStates): CliError {
  const nearest = suggest(text, [...words, ...names]);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  const message = `--state: '${text}' is not supported.${hint} Use ${words.join(", ")}, or a name that --json prints.`;
  return usageError("invalid_state", message);
}
