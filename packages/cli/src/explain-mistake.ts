import type { Command, Option } from "commander";
import { pathOf } from "./command-path.ts";
import { knownFieldsOf } from "./help/fields-of-command.ts";
import { adviceForCommand, meantByOption } from "./help/meant.ts";

const NOTHING_SENT = "Nothing was sent.";

/**
 * A better message for a word that commander does not know, where it is one that other programs have: what `kling` calls
 * it. Undefined where nothing is known.
 */
export function explainMistake(command: Command, { code, message, argv }: Mistake): string | undefined {
  const words = pathOf(command).split(" ").slice(1).join(" ");
  if (code === "commander.excessArguments" || code === "commander.unknownOption") {
    const asked = fieldsAskedOf(command, argv);
    if (asked !== undefined)
      return `kling ${words} takes no fields after --json, because it prints a line for each event. Leave out ${asked.fields}, and select from the lines with a program such as jq. ${NOTHING_SENT}`;
  }
  if (code === "commander.unknownOption")
    return explainOption(command, words, /'([^'=]+)/.exec(message)?.[1]);
  // Behind a command that takes words, such as a prompt without quotes, a word is no command.
  if (command.registeredArguments.length > 0) return undefined;
  const stray = /^error: unknown command '([^']+)'/.exec(message) ?? /but got \d+: (\S+?)[,.]/.exec(message);
  return stray?.[1] === undefined ? undefined : explainCommand(words, stray[1]);
}

interface Mistake {
  readonly code: string;
  readonly message: string;
  /** The words after `kling`. */
  readonly argv: readonly string[];
}

const FIELDS = /^[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*$/;

/** Commands that print a line for each event, or nothing as JSON. */
const STREAMS = /^kling (?:run|resume|worker|listen|demo|emulator|mcp|jobs retry)$/;

interface FieldsAsked {
  readonly fields: string;
  /** The words without them. */
  readonly rest: readonly string[];
}

/** Fields of the result that a line asks for; undefined for none, and for a command whose `--json` reads them itself or prints events. */
export function resultFieldsOf(
  command: Command,
  argv: readonly string[],
): (FieldsAsked & { readonly known: readonly string[] }) | undefined {
  const asked = STREAMS.test(pathOf(command)) ? undefined : fieldsAskedOf(command, argv);
  return asked && { ...asked, known: knownFieldsOf(command, asked.rest) ?? [] };
}

export { refuseAmbiguousFields, requireKnownFields } from "./help/known-fields.ts";

/** Fields that the line names for a `--json` that takes none: the last word, or one before an option, so that it is no prompt without quotes. */
function fieldsAskedOf(command: Command, argv: readonly string[]): FieldsAsked | undefined {
  if (!command.options.some(({ long, optional }) => long === "--json" && !optional)) return undefined;
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const at = words.findIndex((word) => word === "--json" || word.startsWith("--json="));
  const joined = words[at]?.slice("--json=".length);
  if (joined) return { fields: joined, rest: argv.with(at, "--json") };
  const [fields = "", next = "-"] = at < 0 ? [] : words.slice(at + 1);
  return FIELDS.test(fields) && next.startsWith("-")
    ? { fields, rest: argv.toSpliced(at + 1, 1) }
    : undefined;
}

/** The same for a word at the place of a command. */
export function explainCommand(words: string, word: string): string | undefined {
  const advice = adviceForCommand(`${words} ${word}`.trim());
  return (
    advice &&
    `There is no command \`${["kling", words, word].filter(Boolean).join(" ")}\`. ${advice} ${NOTHING_SENT}`
  );
}

function explainOption(command: Command, words: string, word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const find = (name: string) => command.options.find(({ long, hidden }) => long === name && !hidden);
  const { options, advice } = meantByOption(word, {
    command: words,
    has: (name) => find(name) !== undefined,
  });
  const start = `${["kling", words].filter(Boolean).join(" ")} has no option ${word}.`;
  if (options.length > 0) {
    const shown = options.map((name) => `${name} (${shortText(find(name))})`);
    return `${start} Did you mean ${shown.join(" or ")}? ${NOTHING_SENT}`;
  }
  return advice && `${start} ${advice} ${NOTHING_SENT}`;
}

/** `Size of the picture: 720p, 1080p` → `size of the picture`: the text as far as it says what the option does. */
function shortText(option: Option | undefined): string {
  const text = (option?.description ?? "").replace(/ ?[:;(].*$/, "");
  const isName = /^[A-Z]{2}/.test(text);
  return isName ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
