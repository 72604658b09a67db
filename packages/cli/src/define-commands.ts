import { type Command, Option } from "commander";
import { type CommandRow, flagsOf } from "./commands/command-row.ts";
import type { Deps } from "./deps.ts";
import { underOneName, withOtherNames } from "./help/other-names.ts";
import { type Flag, isHiddenFlag } from "./session/flag.ts";

/** Completions look at all commands, with their flags. */
const ABOUT_ALL = "complete";

/**
 * Defines the commands that the line names. Where it names none of a level, help lists them all: their names are enough
 * for that, and defining them whole takes as long as a status call's request.
 */
export function defineCommands(program: Command, deps: Deps, rows: readonly CommandRow[]): void {
  defineLevel(program, deps, { rows, depth: 0 });
}

interface Level {
  /** The rows of one parent, with all that stand below them. */
  readonly rows: readonly CommandRow[];
  /** Number of words that they share. */
  readonly depth: number;
}

function defineLevel(parent: Command, deps: Deps, { rows, depth }: Level): void {
  const { argv } = deps;
  const own = rows.filter(({ words }) => words.length === depth + 1);
  const isNamed = ({ words }: CommandRow) => argv.includes(words[depth] ?? "");
  const named = argv.includes(ABOUT_ALL) ? own : own.filter(isNamed);
  if (named.length === 0) for (const row of own) outlineOne(parent, row);
  for (const row of named) {
    const below = rows.filter(
      ({ words }) => words.length > depth + 1 && words.slice(0, depth + 1).join(" ") === row.words.join(" "),
    );
    defineLevel(defineOne(parent, deps, row), deps, { rows: below, depth: depth + 1 });
  }
}

/** A command as the help of its parent lists it. */
function outlineOne(parent: Command, { words, operands, summary, isHidden = false }: CommandRow) {
  parent.command(usageLineOf(words, operands), { hidden: isHidden }).description(summary);
}

const usageLineOf = (words: readonly string[], operands: string | undefined): string =>
  [words.at(-1), operands].filter(Boolean).join(" ");

function defineOne(parent: Command, deps: Deps, row: CommandRow): Command {
  const { words, operands, summary, usage, isHidden = false, takesAnyFlag = isHidden, load } = row;
  const command = parent.command(usageLineOf(words, operands), { hidden: isHidden }).description(summary);
  // What stands behind a command's own command belongs to that one, also where both have such a flag.
  command.enablePositionalOptions();
  if (takesAnyFlag) command.allowUnknownOption();
  if (usage !== undefined) command.usage(usage);
  const flags = withOtherNames(flagsOf(row));
  for (const flag of flags) command.addOption(optionOf(flag));
  if (load) command.action((...given: readonly unknown[]) => runCommand({ deps, load, flags }, given));
  return command;
}

function optionOf(flag: Flag): Option {
  const [line, text, value] = flag;
  const option = new Option(line, text).hideHelp(isHiddenFlag(flag));
  if (typeof value === "string") option.default(value);
  else if (value?.isRepeated) option.argParser(collect);
  return option;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

interface Called {
  readonly deps: Deps;
  readonly load: NonNullable<CommandRow["load"]>;
  readonly flags: readonly Flag[];
}

/** Commander gives the operands, the command's own flags and the command. */
async function runCommand({ deps, load, flags }: Called, given: readonly unknown[]): Promise<void> {
  const command = given.at(-1) as Command;
  const options = underOneName(command, flags);
  // Operands and flags are checked by commander against the row; TypeScript cannot read their types from its texts.
  const run = (await load()) as (...all: readonly unknown[]) => void | Promise<void>;
  await run(...given.slice(0, -2), options, deps, command);
}
