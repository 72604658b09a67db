import { Command } from "commander";
import { COMMANDS } from "./commands/registry.ts";
import { defineCommands } from "./define-commands.ts";
import type { Deps } from "./deps.ts";
import { createStyle } from "./terminal/style.ts";
import { VERSION } from "./version.ts";

const EPILOGUE = `
Start here:
  kling demo "a fox in the snow"            a real video file, no key, no cost
  kling emulator                            a local service that every client can use
  kling video create-from-text "…" --dry-run   route, payload, units and US$; sends nothing

Piped or with --json: success is one JSON object on stdout, failure one on stderr; run, resume and worker print
one object per line. On a terminal you get tables and sentences.
Exit codes: 0 ok, 1 failure, 2 usage, 3 approval or budget, 4 credentials, 6 task failed, 7 content policy,
            8 still pending, 9 unknown outcome, 20 plan has work (--detailed-exitcode), 130 interrupted.`;

/** The whole command line: parsing only. What a command does is loaded when it runs. */
export function createProgram(deps: Deps): Command {
  const { io, env } = deps;
  const style = createStyle(io.stdout, env);
  const program = new Command("kling")
    .description(
      "Kling videos from the command line: plan, create, follow, download. Offline with the emulator.",
    )
    .version(VERSION, "-V, --version")
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Usage errors are printed by main, as the JSON object of the contract. Help that follows a missing command
      // is for people only.
      writeErr: (text) => {
        if (io.stderr.isTty && text.startsWith("Usage:")) io.stderr.write(`${text}\n`);
      },
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getOutHasColors: () => false,
    })
    .configureHelp({ styleTitle: style.bold, styleCommandText: style.accent, styleOptionTerm: style.accent })
    .addHelpText("after", EPILOGUE);
  defineCommands(program, deps, COMMANDS);
  return program;
}
