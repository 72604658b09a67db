import { OPERATION_COMMANDS } from "../../../packages/cli/src/commands/call/operation-commands.gen.ts";
import { type CommandRow, flagsOf } from "../../../packages/cli/src/commands/command-row.ts";
import { textOf } from "../../../packages/cli/src/help/format.ts";
import { isColumns, isExamples } from "../../../packages/cli/src/help/notes.ts";
import { otherNamesOf } from "../../../packages/cli/src/help/other-names.ts";
import { type Flag, isHiddenFlag, nameOfFlag } from "../../../packages/cli/src/session/flag.ts";
import { escapeProse } from "../escape-prose.ts";
import { code, table } from "../markdown.ts";

/** Options with one text in so many commands are explained once. */
const SHARED_FROM = 5;

/** The sections of the page: how to read it, options of many commands, then every command. */
export function printCommandsPage(rows: readonly CommandRow[]): string[] {
  const shown = rows.filter(({ isHidden }) => !isHidden);
  const shared = findShared(shown);
  const groups = Map.groupBy(shown, ({ words }) => words[0] ?? "");
  return [
    "Every command of `kling`, with its arguments, options and examples. With `--help`, each command prints the same text; with `--help --json`, it prints the text as JSON.",
    `${[...groups.keys()].map((name) => `[${name}](#${anchorOf([name])})`).join(" · ")}`,
    "## Options of many commands",
    "A command lists those that it takes, and its own options in a table.",
    table(
      ["Option", "What it does"],
      [...shared.values()].map(([line, text]) => [`${anchor(line)}${code(line)}`, escapeProse(text)]),
    ),
    printOtherNames(shown),
    ...[...groups].flatMap(([name, group]) => printGroup(name, group, shared)),
  ];
}

type Shared = ReadonlyMap<string, Flag>;

/** The text that most commands have for an option is the shared one. */
function findShared(rows: readonly CommandRow[]): Shared {
  const counts = new Map<string, { flag: Flag; count: number }>();
  for (const flag of rows.flatMap(shownFlags)) {
    const key = keyOf(flag);
    counts.set(key, { flag, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const most = [...counts.values()]
    .filter(({ count }) => count >= SHARED_FROM)
    .sort((left, right) => right.count - left.count);
  const shared = new Map<string, Flag>();
  const names = new Set<string>();
  for (const { flag } of most) {
    if (names.has(nameOfFlag(flag[0]))) continue;
    names.add(nameOfFlag(flag[0]));
    shared.set(keyOf(flag), flag);
  }
  return shared;
}

const shownFlags = (row: CommandRow): readonly Flag[] => flagsOf(row).filter((flag) => !isHiddenFlag(flag));

const keyOf = ([line, text]: Flag): string => `${line}\n${text}`;

const anchorOf = (words: readonly string[]): string => ["kling", ...words].join("-");

const optionAnchor = (line: string): string => `option${nameOfFlag(line).slice(1)}`;

const anchor = (line: string): string => `<a id="${optionAnchor(line)}"></a>`;

function printGroup(name: string, rows: readonly CommandRow[], shared: Shared): string[] {
  const [first, ...below] = rows;
  const ownRow = first?.words.length === 1 ? first : undefined;
  return [
    `## kling ${name}`,
    ...(ownRow ? printCommand(ownRow, shared) : []),
    ...(ownRow ? below : rows).flatMap((row) => [
      `### kling ${row.words.join(" ")}`,
      ...printCommand(row, shared),
    ]),
  ];
}

function printCommand(row: CommandRow, shared: Shared): string[] {
  const { words, operands, summary, usage, help, load } = row;
  const flags = shownFlags(row);
  const own = flags.filter((flag) => !shared.has(keyOf(flag)));
  const others = flags.filter((flag) => shared.has(keyOf(flag)));
  const operation = OPERATION_COMMANDS.find((one) => one.words.join(" ") === words.join(" "));
  const line = [
    "kling",
    ...words,
    usage ?? [flags.length > 0 ? "[options]" : "", operands ?? ""].filter(Boolean).join(" "),
  ];
  return [
    `${escapeProse(summary)}.`,
    ...(load ? [code(line.join(" ").trim())] : []),
    ...(operation
      ? [
          `Each field of [${operation.operation}](endpoints.md#${slug(operation.operation)}) is an option: \`_\` in its name becomes \`-\`.`,
        ]
      : []),
    ...(own.length > 0 ? [table(["Option", "What it does"], own.map(printFlag))] : []),
    ...(others.length > 0 ? [`Also: ${others.map(([flag]) => link(flag)).join(", ")}`] : []),
    ...printHelp(help),
  ];
}

const printFlag = ([line, text, value]: Flag): readonly string[] => [
  code(line),
  escapeProse(textOf({ description: text, defaultValue: value })),
];

/** Names that are accepted, too. */
function printOtherNames(rows: readonly CommandRow[]): string {
  const names = rows.flatMap((row) => otherNamesOf(flagsOf(row)));
  const texts = names.map(([other, name]) => `${code(other)} for ${code(name)}`);
  return `Some options have a second name: ${[...new Set(texts)].join(", ")} (the last in \`kling demo\` only).`;
}

const link = (line: string): string => `[${code(nameOfFlag(line))}](#${optionAnchor(line)})`;

const slug = (operation: string): string => operation.toLowerCase().replaceAll(/[^\w-]/g, "");

/** The text below the options: paragraphs as they are, columns and examples as code. */
function printHelp(help: string | undefined): string[] {
  if (help === undefined) return [];
  return help
    .trim()
    .split(/\n\n+/)
    .map((block) => {
      const [head = "", ...lines] = block.split("\n");
      if (isExamples(head))
        return ["```sh", ...lines.map((line) => line.replace(/^ {2}/, "")), "```"].join("\n");
      if (isColumns(block)) return ["```text", block, "```"].join("\n");
      return escapeProse(block.replaceAll("\n", " "));
    });
}
