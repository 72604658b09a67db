import { Command } from "commander";
import { COMMANDS } from "./commands/registry.ts";
import { defineCommands } from "./define-commands.ts";
import type { Deps } from "./deps.ts";
import { VERSION } from "./version.ts";

/** The whole command line: parsing only. What a command does is loaded when it runs. */
export function createProgram(deps: Deps): Command {
  const { io } = deps;
  const program = new Command("kling")
    .description(
      "Plan, buy, follow and download Kling videos, each paid for once. Works offline with the emulator.",
    )
    .version(VERSION, "-V, --version", "Print the version")
    .helpOption("-h, --help", "Show this help")
    .helpCommand("help [command]", "Show the help of a command")
    // What stands behind a command belongs to it: a command above it would take a flag that both have, with the word behind it.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError(false)
    // Help and errors are printed by main: for people or as the JSON object of the contract.
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => undefined });
  defineCommands(program, deps, COMMANDS);
  return program;
}
