import type { Command, HelpConfiguration, Option } from "commander";
import { widthOf, wrapWords } from "../terminal/cells.ts";
import type { Style } from "../terminal/style.ts";
import { COMMAND_GROUPS, groupOfCommand } from "./command-groups.ts";
import { groupOfOption, OPTION_GROUPS } from "./option-groups.ts";

const INDENT = "  ";
const GAP = "  ";
/** Below it a text stands under its option, not beside it. */
const BESIDE_FROM = 70;
/** A wider option has its text on the next line. */
const MOST_BESIDE = 26;
/** Of a text that stands under its option. */
const BELOW = "      ";

/** How the help of every command looks: one column of texts, no line wider than the terminal. */
export const helpConfiguration = (style: Style, path: string): HelpConfiguration => ({
  styleTitle: style.bold,
  styleOptionTerm: style.accent,
  styleSubcommandTerm: style.accent,
  displayWidth: widthOf,
  boxWrap: wrapWords,
  // What a command takes stands in its own help.
  subcommandTerm: (command) => command.name(),
  optionDescription: textOf,
  groupItems: (_all, visible) =>
    new Map(
      [...Map.groupBy(visible, (item) => headingOf(path, item))].sort(
        ([one], [other]) => HEADINGS.indexOf(one) - HEADINGS.indexOf(other),
      ),
    ),
  formatItem(term, termWidth, text, helper) {
    const width = helper.helpWidth ?? 80;
    if (width < BESIDE_FROM)
      return `${INDENT}${term}\n${BELOW}${indented(wrapWords(text, width - BELOW.length), BELOW.length)}`;
    const column = Math.min(termWidth, MOST_BESIDE);
    const start = INDENT.length + column + GAP.length;
    const shown = indented(wrapWords(text, width - start), start);
    const room = column - widthOf(term);
    return room < 0
      ? `${INDENT}${term}\n${" ".repeat(start)}${shown}`
      : `${INDENT}${term}${" ".repeat(room)}${GAP}${shown}`;
  },
});

const OTHER_OPTIONS = "Options:";
const OTHER_COMMANDS = "Commands:";
const HEADINGS: readonly string[] = [
  ...COMMAND_GROUPS.map((group) => `${group}:`),
  OTHER_COMMANDS,
  OTHER_OPTIONS,
  ...OPTION_GROUPS.map((group) => `${group}:`),
];

/** Only the commands of the first level stand below more than one heading. */
function headingOf(path: string, item: Command | Option): string {
  const isOption = "flags" in item;
  const group = isOption
    ? groupOfOption(path, item.flags)
    : path === ""
      ? groupOfCommand(item.name())
      : undefined;
  return group === undefined ? (isOption ? OTHER_OPTIONS : OTHER_COMMANDS) : `${group}:`;
}

const indented = (text: string, cells: number): string => text.replaceAll("\n", `\n${" ".repeat(cells)}`);

/** The text of an option with its default, in one notation wherever the default comes from. */
export function textOf({ description, defaultValue }: Pick<Option, "description" | "defaultValue">): string {
  if (typeof defaultValue !== "string") return description;
  const notes = /\(((?:required|env: |repeatable)[^()]*)\)$/.exec(description)?.[1];
  return notes === undefined
    ? `${description} (default: ${defaultValue})`
    : description.replace(`(${notes})`, `(default: ${defaultValue}; ${notes})`);
}
