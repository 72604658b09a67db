import { stripVTControlCharacters } from "node:util";
import { showOnOneLine } from "./show-controls.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand at the right edge. */
  readonly isNumber?: boolean;
}

const GAP = "  ";
const visibleLength = (text: string): number => [...stripVTControlCharacters(text)].length;

export interface TableOptions {
  /** Colours the head. */
  readonly paintTitle?: (text: string) => string;
  /** Width of the terminal in characters: the last column is cut to fit. Default: no limit. */
  readonly width?: number | undefined;
}

/** Narrower than this a last column says nothing. */
const MIN_LAST_WIDTH = 12;

/** Lines of a table: columns as wide as their widest cell, no trailing blanks. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { paintTitle = (text) => text, width }: TableOptions = {},
): string {
  const last = columns.length - 1;
  const shown = rows.map((row) => row.map(showOnOneLine));
  const widths = columns.map(({ title }, at) =>
    Math.max(visibleLength(title), ...shown.map((row) => visibleLength(row[at] ?? ""))),
  );
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + GAP.length, 0);
  const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_LAST_WIDTH, width - before);
  const pad = (text: string, at: number): string => {
    const blanks = " ".repeat(Math.max(0, (widths[at] ?? 0) - visibleLength(text)));
    if (columns[at]?.isNumber) return blanks + text;
    return at === last ? cut(text, room) : text + blanks;
  };
  const head = columns.map(({ title }, at) => paintTitle(pad(title, at))).join(GAP);
  const lines = shown.map((row) => columns.map((_, at) => pad(row[at] ?? "", at)).join(GAP));
  return [head, ...lines].map((line) => `${line.trimEnd()}\n`).join("");
}

function cut(text: string, room: number): string {
  if (visibleLength(text) <= room) return text;
  return `${[...stripVTControlCharacters(text)].slice(0, room - 1).join("")}…`;
}

/** `label  value` lines under each other. */
export function formatPairs(
  pairs: readonly (readonly [label: string, value: string])[],
  paintLabel: (text: string) => string = (text) => text,
): string {
  const width = Math.max(...pairs.map(([label]) => visibleLength(label)));
  return pairs
    .map(([label, value]) => `  ${paintLabel(label.padEnd(width))}  ${showOnOneLine(value)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}
