import { type Command as Node, RootCommand, script } from "@bomb.sh/tab";
import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** Prints the script that a shell loads; it calls `kling complete` at every tab. */
export function runCompletion(_deps: Deps, shell: string): void {
  const known = SHELLS.find((name) => name === shell);
  if (!known) throw usageError("invalid_shell", `completion: no shell '${shell}'. Use ${SHELLS.join(", ")}.`);
  script(known, "kling", "kling");
}

/** Answers one tab: the words after `--` are what was typed so far. */
export function runComplete({ argv }: Deps, program: Command): void {
  const root = new RootCommand();
  addCommands(root, program, "");
  root.parse(argv.slice(argv.indexOf("--") + 1));
}

function addCommands(root: RootCommand, parent: Command, prefix: string): void {
  for (const command of program(parent)) {
    const path = `${prefix}${command.name()}`;
    addOptions(root.command(path, command.description()), command);
    addCommands(root, command, `${path} `);
  }
}

const program = (parent: Command): readonly Command[] =>
  parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== "help");

function addOptions(node: Node, command: Command): void {
  for (const { long, short, description } of command.createHelp().visibleOptions(command)) {
    if (long) node.option(long.replace(/^--/, ""), description, short?.replace(/^-/, "") ?? "");
  }
}
