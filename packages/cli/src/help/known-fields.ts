import type { Command } from "commander";
import { pathOf } from "../command-path.ts";
import { usageError } from "../errors/cli-error.ts";
import { JSON_FIELDS } from "./json-fields.gen.ts";

/** Flags with which a command prints another document. */
const OTHER_DOCUMENTS = ["--compare", "--diff"];
const DRY = ["--dry-run", "--save-plan"];
/** How the documents name the commands that are generated from operations. */
const BUYING = "every command that buys";
const BUYING_DRY = "every command that buys, with --dry-run";
const FREE_CALLS = "every command of an operation that costs nothing";

/** Fields of what a command prints as JSON; undefined where no document lists them. */
export function knownFieldsOf(command: Command, argv: readonly string[]): readonly string[] | undefined {
  const name = pathOf(command).split(" ").slice(1).join(" ");
  const isGiven = (flag: string) => argv.some((word) => word === flag || word.startsWith(`${flag}=`));
  const takes = (flag: string) => command.options.some(({ long }) => long === flag);
  const of = (...keys: readonly string[]) => keys.flatMap((key) => JSON_FIELDS[key] ?? []);
  if (name === "call") return of(BUYING, BUYING_DRY, FREE_CALLS);
  if (takes("--approve") && takes("--external-id")) return of(DRY.some(isGiven) ? BUYING_DRY : BUYING);
  if (takes("--body")) return of(FREE_CALLS);
  const other = OTHER_DOCUMENTS.find(isGiven);
  return JSON_FIELDS[other === undefined ? name : `${name} ${other}`];
}

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
