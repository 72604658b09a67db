import type { Command } from "commander";
import { usageError } from "../errors/cli-error.ts";
import { knownFieldsOf } from "./fields-of-command.ts";

/** Refuses other fields before the command asks, waits or buys. */
export function requireKnownFields(command: Command, argv: readonly string[], fields: string): void {
  const known = knownFieldsOf(command, argv);
  if (known === undefined) return;
  const unknown = fields.split(",").filter((field) => !known.includes(field.trim()));
  if (unknown.length === 0) return;
  throw usageError(
    "invalid_field",
    `--json: no field '${unknown.join("', '")}' here. Valid fields: ${[...new Set(known)].join(", ")}. Nothing was sent.`,
  );
}

/** Refuses a word behind `--json` that the command took as one of its own, and that names fields of its result. */
export function refuseAmbiguousFields(command: Command, argv: readonly string[]): void {
  const word = wordBehindJson(argv);
  if (word === undefined || !command.args.includes(word)) return;
  const known = knownFieldsOf(command, argv) ?? [];
  if (!word.split(",").every((field) => known.includes(field))) return;
  throw usageError(
    "usage_error",
    `--json ${word}: this may be a field of the result, or a word for the command. For the field, write --json=${word}. For the word, put it before --json. Nothing was sent.`,
  );
}

/** The word that stands apart behind `--json`. */
export function wordBehindJson(argv: readonly string[]): string | undefined {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const at = words.indexOf("--json");
  const word = at < 0 ? undefined : words[at + 1];
  return word?.startsWith("-") ? undefined : word;
}
