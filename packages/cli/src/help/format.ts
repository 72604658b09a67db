import type { Command, Help, HelpConfiguration, Option } from "commander";
import { widthOf, wrapWords } from "../terminal/cells.ts";
import type { Style } from "../terminal/style.ts";
import { COMMAND_GROUPS, groupOfCommand } from "./command-groups.ts";
import { knownFieldsOf } from "./fields-of-command.ts";
import { groupOfOption, OPTION_GROUPS } from "./option-groups.ts";

const INDENT = "  ";
const GAP = "  ";
/** With fewer cells a text stands under its option, not beside it. */
const LEAST_BESIDE = 40;
/** A wider option has its text on the next line. */
const MOST_BESIDE = 26;
/** Of a text that stands under its option. */
const BELOW = "      ";

interface HelpSubject {
  /** Words of the command after `kling`. */
  readonly path: string;
  /** Texts between what the command does and its options. */
  readonly sections: readonly string[];
}

/** How the help of every command looks: one column of texts, no line wider than the terminal. */
export const helpConfiguration = (style: Style, { path, sections }: HelpSubject): HelpConfiguration => ({
  styleTitle: style.bold,
  styleOptionTerm: style.accent,
  styleSubcommandTerm: style.accent,
  displayWidth: widthOf,
  boxWrap: wrapWords,
  // What a command takes stands in its own help.
  subcommandTerm: (command) => command.name(),
  optionDescription: textOf,
  // Commands stand above the options: those that all commands have are the last.
  formatHelp(command, helper) {
    const width = helper.helpWidth ?? 80;
    const terms = helper.padWidth(command, helper);
    const commands = helper.visibleCommands(command).map((item) => ({
      item,
      text: helper.formatItem(
        helper.styleSubcommandTerm(helper.subcommandTerm(item)),
        terms,
        helper.subcommandDescription(item),
        helper,
      ),
    }));
    const options = helper.visibleOptions(command).map((item) => {
      const fields = takesFields(command, item) ? JSON_FIELDS_ITEM : undefined;
      const term = fields?.term ?? helper.optionTerm(item);
      const description = fields?.description ?? helper.optionDescription(item);
      return { item, text: helper.formatItem(helper.styleOptionTerm(term), terms, description, helper) };
    });
    return [
      `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(command))}`,
      wrapWords(helper.commandDescription(command), width),
      ...sections,
      ...inGroups(path, commands, helper),
      ...inGroups(path, options, helper),
    ].join("\n\n");
  },
  formatItem(term, termWidth, text, helper) {
    const width = helper.helpWidth ?? 80;
    const column = Math.min(termWidth, MOST_BESIDE);
    const start = INDENT.length + column + GAP.length;
    if (width - start < LEAST_BESIDE)
      return `${INDENT}${term}\n${BELOW}${indented(wrapText(text, width - BELOW.length), BELOW.length)}`;
    const shown = indented(wrapText(text, width - start), start);
    const room = column - widthOf(term);
    return room < 0
      ? `${INDENT}${term}\n${" ".repeat(start)}${shown}`
      : `${INDENT}${term}${" ".repeat(room)}${GAP}${shown}`;
  },
});

const JSON_FIELDS_ITEM = { term: "--json [fields]", description: "Print JSON, or only these fields" };

/** Whether `--json` selects fields of what the command prints, although the command itself does not read them. */
const takesFields = (command: Command, { long, optional }: Option): boolean =>
  long === "--json" && !optional && knownFieldsOf(command, []) !== undefined;

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

interface Shown {
  readonly item: Command | Option;
  readonly text: string;
}

/** Each group below its heading, in the order of the headings. */
const inGroups = (path: string, items: readonly Shown[], helper: Help): readonly string[] =>
  [...Map.groupBy(items, ({ item }) => headingOf(path, item))]
    .toSorted(([one], [other]) => HEADINGS.indexOf(one) - HEADINGS.indexOf(other))
    .map(([heading, group]) => [helper.styleTitle(heading), ...group.map(({ text }) => text)].join("\n"));

const UNBROKEN = "\u00a0";
/** Notes such as `(env: KLING_STORE)`, short enough to stand on one line. */
const SHORT_NOTES = /\([^()]{1,32}\)$/;

const wrapText = (text: string, width: number): string =>
  wrapWords(
    text.replace(SHORT_NOTES, (notes) => notes.replaceAll(" ", UNBROKEN)),
    width,
  ).replaceAll(UNBROKEN, " ");

const indented = (text: string, cells: number): string => text.replaceAll("\n", `\n${" ".repeat(cells)}`);

/** The text of an option with its default, in one notation wherever the default comes from. */
export function textOf({ description, defaultValue }: Pick<Option, "description" | "defaultValue">): string {
  if (typeof defaultValue !== "string") return description;
  const notes = /\(((?:required|env: |repeatable)[^()]*)\)$/.exec(description)?.[1];
  return notes === undefined
    ? `${description} (default: ${defaultValue})`
    : description.replace(`(${notes})`, `(default: ${defaultValue}; ${notes})`);
}
