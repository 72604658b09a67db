import type { Command } from "commander";
import { pathOf } from "./command-path.ts";
import { COMMANDS } from "./commands/registry.ts";
import type { Deps, OutputStream } from "./deps.ts";
import { EXIT } from "./errors/exit-code.ts";
import { EXIT_WORDS } from "./errors/exit-words.ts";
import { helpConfiguration } from "./help/format.ts";
import { formatNotes } from "./help/notes.ts";
import { createStyle } from "./terminal/style.ts";

/** Where the output is no terminal. */
const USUAL_WIDTH = 100;

const EPILOGUE = `
Start here:
  kling demo "a fox in the snow"
  # a real video file, without a key and without cost
  kling emulator
  # a local service for your own code
  kling video create-from-text "a fox in the snow" --dry-run
  # route, payload, units and US$; nothing is sent

Piped or with --json, success is one JSON object on stdout and failure one on stderr; run, resume and worker print one
object per line. On a terminal you get tables and sentences.

Exit codes:
${exitCodeLines()}`;

function exitCodeLines(): string {
  const words: Readonly<Record<string, string>> = EXIT_WORDS;
  return Object.entries(EXIT)
    .map(([name, code]) => `  ${String(code).padEnd(3)}  ${words[name]}`)
    .join("\n");
}

interface HelpOptions {
  readonly stream: OutputStream;
  /** Table of the fields of an operation. */
  readonly fields?: string | undefined;
}

/** Prints the help of a command for people: usage, fields, commands, options by group, notes and examples. */
export function printHelp({ env }: Deps, command: Command, { stream, fields }: HelpOptions): void {
  const style = createStyle(stream, env);
  const width = stream.columns ?? USUAL_WIDTH;
  const words = pathOf(command).split(" ").slice(1);
  const sections = fields === undefined ? [] : [fields.trim()];
  const help = Object.assign(
    command.createHelp(),
    helpConfiguration(style, { path: words.join(" "), sections }),
  );
  help.prepareContext({ helpWidth: width, outputHasColors: true });
  const notes = words.length === 0 ? EPILOGUE : notesOf(words);
  const shown = notes === undefined ? [] : [formatNotes(notes, { style, width })];
  stream.write(`${[help.formatHelp(command, help), ...shown].join("\n\n").trimEnd()}\n`);
}

const notesOf = (words: readonly string[]): string | undefined =>
  COMMANDS.find((row) => row.words.join(" ") === words.join(" "))?.help;
