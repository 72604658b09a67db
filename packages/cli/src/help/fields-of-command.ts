import type { Command } from "commander";
import { pathOf } from "../command-path.ts";
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
