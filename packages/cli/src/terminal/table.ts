import { stripVTControlCharacters } from "node:util";

export interface Column {
  readonly title: string;
  /** Numbers stand at the right edge. */
  readonly isNumber?: boolean;
}

const GAP = "  ";
const visibleLength = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Lines of a table: columns as wide as their widest cell, no trailing blanks. `paintTitle` colours the head. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paintTitle: (text: string) => string = (text) => text,
): string {
  const widths = columns.map(({ title }, at) =>
    Math.max(visibleLength(title), ...rows.map((row) => visibleLength(row[at] ?? ""))),
  );
  const pad = (text: string, at: number): string => {
    const blanks = " ".repeat(Math.max(0, (widths[at] ?? 0) - visibleLength(text)));
    if (columns[at]?.isNumber) return blanks + text;
    return at === columns.length - 1 ? text : text + blanks;
  };
  const head = columns.map(({ title }, at) => paintTitle(pad(title, at))).join(GAP);
  const lines = rows.map((row) => columns.map((_, at) => pad(row[at] ?? "", at)).join(GAP));
  return [head, ...lines].map((line) => `${line.trimEnd()}\n`).join("");
}

/** `label  value` lines under each other. */
export function formatPairs(
  pairs: readonly (readonly [label: string, value: string])[],
  paintLabel: (text: string) => string = (text) => text,
): string {
  const width = Math.max(...pairs.map(([label]) => visibleLength(label)));
  return pairs
    .map(([label, value]) => `  ${paintLabel(label.padEnd(width))}  ${value}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}
