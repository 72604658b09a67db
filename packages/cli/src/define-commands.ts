import type { Command } from "commander";
import type { CommandRow } from "./commands/command-row.ts";
import type { Deps } from "./deps.ts";

/** Words that concern all commands. */
const ABOUT_ALL = ["help", "complete"];

/**
 * Defines the commands that the line names, or all of a level when it names none of them. Defining all of them takes
 * as long as a status call's request.
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
  const named = ABOUT_ALL.some((word) => argv.includes(word)) ? [] : own.filter(isNamed);
  for (const row of named.length > 0 ? named : own) {
    const below = rows.filter(
      ({ words }) => words.length > depth + 1 && words.slice(0, depth + 1).join(" ") === row.words.join(" "),
    );
    defineLevel(defineOne(parent, deps, row), deps, { rows: below, depth: depth + 1 });
  }
}

function defineOne(parent: Command, deps: Deps, row: CommandRow): Command {
  const {
    words,
    operands,
    summary,
    flags = [],
    usage,
    help,
    isHidden = false,
    takesAnyFlag = isHidden,
    load,
  } = row;
  const usageLine = [words.at(-1), operands].filter(Boolean).join(" ");
  const command = parent.command(usageLine, { hidden: isHidden }).description(summary);
  if (takesAnyFlag) command.allowUnknownOption();
  if (usage !== undefined) command.usage(usage);
  for (const [line, text, value] of typeof flags === "function" ? flags() : flags) {
    if (typeof value === "object") command.option(line, text, collect);
    else command.option(line, text, value);
  }
  if (help !== undefined) command.addHelpText("after", help);
  if (load) command.action((...given: readonly unknown[]) => runCommand(deps, load, given));
  return command;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Commander gives the operands, the command's own flags and the command. */
async function runCommand(
  deps: Deps,
  load: NonNullable<CommandRow["load"]>,
  given: readonly unknown[],
): Promise<void> {
  const command = given.at(-1);
  // Operands and flags are checked by commander against the row; TypeScript cannot read their types from its texts.
  const run = (await load()) as (...all: readonly unknown[]) => void | Promise<void>;
  await run(...given.slice(0, -2), (command as Command).optsWithGlobals(), deps, command);
}
