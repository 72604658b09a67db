import type { Command } from "commander";
import { pathOf } from "./command-path.ts";
import { findOperationCommand } from "./commands/call/operation-command.ts";
import type { Deps } from "./deps.ts";
import { usageError } from "./errors/cli-error.ts";
import { asksForJson } from "./terminal/asks-for-json.ts";
import { toJson } from "./terminal/output.ts";

/** Prints the help that a line asks for, which may be nothing but `kling`. False where it asks for none. Throws for a command that is none. */
export async function answerHelp(deps: Deps, program: Command): Promise<boolean> {
  const { argv, io } = deps;
  const ends = argv.indexOf("--");
  const words = ends < 0 ? argv : argv.slice(0, ends);
  const named = withoutHelp(program, words);
  if (argv.length > 0 && !named && !words.some((word) => word === "--help" || word === "-h")) return false;
  const { command, stray } = walk(program, named ?? words);
  if (stray !== undefined) await refuseCommand(command, stray);
  const operation = operationOf(command, words);
  if (asksForJson(argv)) io.stdout.write(toJson(await jsonOf(command, operation)));
  else await printForPeople(deps, command, operation);
  return true;
}

/** `help` in place of a command, at the start or in a group: the words that name what it is about. Undefined without it. */
function withoutHelp(program: Command, words: readonly string[]): readonly string[] | undefined {
  const at = words.indexOf("help");
  const before = words.slice(0, Math.max(at, 0));
  const { command: group, stray } = walk(program, before);
  const isGroup = pathOf(group).split(" ").length === before.length + 1 && group.commands.length > 0;
  if (at < 0 || stray !== undefined || !isGroup) return undefined;
  const about = words.slice(at + 1);
  // `kling help help`: there is nothing more to say of it than the help itself.
  return [...before, ...(about[0] === "help" ? about.slice(1) : about)];
}

// The values of flags and the schemas of all operations are read for these helps only.

async function jsonOf(command: Command, operation: string | undefined): Promise<object> {
  const { helpJson } = await import("./help-json.ts");
  if (operation === undefined) return helpJson(command);
  const { operationFlagsJson, operationHelpJson } = await import("./commands/call/call-help.ts");
  const help = helpJson(command);
  // What takes a body takes its fields as flags.
  const takesFields = help.options.some(({ name }) => name === "--body");
  const fields = takesFields ? operationFlagsJson(operation, placeOf(command)) : [];
  return { ...help, options: [...fields, ...help.options], operation: operationHelpJson(operation) };
}

async function printForPeople(deps: Deps, command: Command, operation: string | undefined): Promise<void> {
  const { printHelp } = await import("./print-help.ts");
  const stream = deps.io.stdout;
  if (operation === undefined) return printHelp(deps, command, { stream });
  const { operationHelp } = await import("./commands/call/call-help.ts");
  const fields = operationHelp(deps, operation, placeOf(command));
  printHelp(deps, command, { stream, fields });
}

const placeOf = (command: Command) => ({
  options: command.options.flatMap(({ long }) => long ?? []),
  isCall: command.name() === "call",
});

/** The operation whose fields belong to the help: the one that `kling call` names, or that a generated command is. */
function operationOf(command: Command, words: readonly string[]): string | undefined {
  const path = pathOf(command);
  if (path !== "kling call") return findOperationCommand(path.split(" ").slice(1))?.operation;
  const next = words[words.indexOf("call") + 1];
  return next === undefined || next.startsWith("-") ? undefined : next;
}

/** The command that the words name; what follows the name of one without subcommands are its own words. */
export function findCommand(program: Command, words: readonly string[]): Command {
  return walk(program, words).command;
}

interface Walk {
  readonly command: Command;
  /** A word at the place of a subcommand that is none. */
  readonly stray?: string;
}

function walk(program: Command, words: readonly string[]): Walk {
  let command = program;
  for (let at = 0; at < words.length && command.commands.length > 0; at += 1) {
    const word = words[at] ?? "";
    if (word.startsWith("-")) {
      at += takesNextWord(command, word) ? 1 : 0;
      continue;
    }
    const named = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (!named) return command.registeredArguments.length > 0 ? { command } : { command, stray: word };
    command = named;
  }
  return { command };
}

const takesNextWord = (command: Command, word: string): boolean =>
  command.options.some(({ long, short, required }) => required && (long === word || short === word));

async function refuseCommand(parent: Command, word: string): Promise<never> {
  const path = pathOf(parent);
  const { explainCommand } = await import("./explain-mistake.ts");
  const advice = explainCommand(path.split(" ").slice(1).join(" "), word);
  throw usageError(
    "usage_error",
    advice ?? `Unknown command '${word}'. Run \`${path} --help\` to list the commands.`,
  );
}
