import { cutEnd, widthOf, wrapWords } from "./cells.ts";
import { CUTTERS, type Cut, findCutApart, leastWidthApart } from "./cut-apart.ts";
import { showOnOneLine } from "./show-controls.ts";
import type { Style } from "./style.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand at the right edge. */
  readonly isNumber?: boolean;
  /** Cells to which a column shrinks where the terminal is narrow. Default: it never shrinks. */
  readonly min?: number;
  /** Cells to which it shrinks while other columns can be left out instead. Default `min`. */
  readonly keep?: number;
  /** What a cell that is too wide loses: the middle of a path or an id, the end of a text. With `keepsApart` it may be another part. Default `end`. */
  readonly cut?: Cut;
  /** Cells that differ stay different: it shrinks no further than that, whatever `min` is. Default false. */
  readonly keepsApart?: boolean;
  /** A last column whose text must be read whole takes more lines instead. Default false. */
  readonly wraps?: boolean;
  /** Where shrinking is not enough, the column with the highest number is left out first; one with 0 never is. Default 0. */
  readonly rank?: number;
}

export type Row = readonly string[];

export interface TableOptions {
  /** Lines below each row, cut to the width: as many lists as rows. */
  readonly notes?: readonly (readonly string[])[];
}

const GAP = "  ";

interface Sized extends Column {
  /** Which cell of a row it shows. */
  readonly at: number;
  readonly width: number;
  /** What all of several rows hold; undefined where they differ. */
  readonly shared: string | undefined;
}

/**
 * Lines of a table that is no wider than the terminal: columns are as wide as their widest cell. Where that is too wide, those that
 * hold the same in all rows are named below it once. Then columns shrink, then are left out; where even that is too wide, every row
 * becomes a record of two lines.
 */
export function formatTable(
  style: Style,
  columns: readonly Column[],
  rows: readonly Row[],
  { notes = [] }: TableOptions = {},
): string {
  const shown = rows.map((row) => row.map(showOnOneLine));
  const room = style.columns ?? Number.POSITIVE_INFINITY;
  const sized = columns.map((column, at) => {
    const cells = shown.map((row) => widthOf(row[at] ?? ""));
    const width = cells.reduce((most, one) => Math.max(most, one), widthOf(column.title));
    return {
      ...column,
      ...leastOf(column, cellsAt(shown, at), width),
      at,
      width,
      shared: sharedCell(shown, at),
    };
  });
  const fitted = fit(sized, room)?.map((column) => ({ ...column, ...cutOf(column, shown) }));
  const below = (at: number) => (notes[at] ?? []).map((note) => cutEnd(showOnOneLine(note), room));
  if (!fitted) return linesOf(shown.flatMap((row, at) => [...drawRecord(style, sized, row), ...below(at)]));
  const head = drawRow(
    fitted,
    columns.map(({ title }) => style.dim(title)),
  );
  const body = shown.flatMap((row, at) => [...drawRow(fitted, row), ...below(at)]);
  const leftOut = sized.filter(({ at }) => !fitted.some((column) => column.at === at));
  return linesOf([...head, ...body, ...sharedLine(style, leftOut), ...leftOutLine(style, leftOut)]);
}

const cellsAt = (rows: readonly Row[], at: number): readonly string[] => rows.map((row) => row[at] ?? "");

/** The cells to which a column shrinks that keeps its cells apart. */
function leastOf(
  { keepsApart, min, cut }: Column,
  cells: readonly string[],
  width: number,
): Pick<Column, "min"> {
  return keepsApart && min !== undefined
    ? { min: leastWidthApart(cells, { from: min, to: width, cut }) }
    : {};
}

const cutOf = ({ keepsApart, cut, width, at }: Sized, rows: readonly Row[]): Pick<Column, "cut"> =>
  keepsApart ? { cut: findCutApart(cellsAt(rows, at), width, cut) ?? cut ?? "end" } : {};

function sharedCell(rows: readonly Row[], at: number): string | undefined {
  const [first, ...more] = cellsAt(rows, at);
  return more.length > 0 && more.every((cell) => cell === first) ? first : undefined;
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line.trimEnd()}\n`).join("");

/** Columns at widths that fit; undefined where those that must stay do not. */
function fit(columns: readonly Sized[], room: number): readonly Sized[] | undefined {
  const fitted = fitRanked(withoutShared(columns, room), room);
  return fitted && withShared(columns, fitted, room);
}

function fitRanked(columns: readonly Sized[], room: number): readonly Sized[] | undefined {
  for (let kept = columns; ; ) {
    const highest = Math.max(...kept.map(({ rank = 0 }) => rank));
    if (highest === 0) return shrink(kept, room, ({ min }) => min);
    const fitted = shrink(kept, room, ({ min, keep = min }) => keep);
    if (fitted) return fitted;
    const last = kept.findLastIndex(({ rank = 0 }) => rank === highest);
    kept = kept.toSpliced(last, 1);
  }
}

/** Leaves out columns that tell no row from another, as few as make the others fit whole; with all of them, what is left shrinks. */
function withoutShared(columns: readonly Sized[], room: number): readonly Sized[] {
  let kept = columns;
  while (overOf(kept, room) > 0) {
    const shared = kept.filter(({ rank = 0, shared: cell }) => rank > 0 && cell !== undefined);
    const [last] = shared.toSorted((one, other) => (other.rank ?? 0) - (one.rank ?? 0));
    if (!last) break;
    kept = kept.filter((column) => column !== last);
  }
  return kept;
}

/** Puts back what fits, once others were left out. */
function withShared(columns: readonly Sized[], fitted: readonly Sized[], room: number): readonly Sized[] {
  let kept = fitted;
  const lowestFirst = columns.toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
  for (const column of lowestFirst.filter(({ shared }) => shared !== undefined)) {
    if (kept.some(({ at }) => at === column.at)) continue;
    const more = [...kept, column].toSorted((one, other) => one.at - other.at);
    if (overOf(more, room) <= 0) kept = more;
  }
  return kept;
}

/** Cells by which columns are too wide. */
const overOf = (columns: readonly Sized[], room: number): number =>
  columns.reduce((sum, { width }) => sum + width, (columns.length - 1) * GAP.length) - room;

/** Takes cells from the widest column that can give one, until all fit. */
function shrink(
  columns: readonly Sized[],
  room: number,
  leastOf: (column: Column) => number | undefined,
): readonly Sized[] | undefined {
  const fitted = columns.map((column) => ({ ...column }));
  const canShrink = (column: Sized): boolean =>
    column.width > Math.max(leastOf(column) ?? column.width, widthOf(column.title));
  for (let over = overOf(fitted, room); over > 0; over -= 1) {
    const [widest] = fitted.filter(canShrink).toSorted((one, other) => other.width - one.width);
    if (!widest) return undefined;
    widest.width -= 1;
  }
  return fitted;
}

function drawRow(columns: readonly Sized[], row: Row): readonly string[] {
  const cells = columns.map((column) => drawCell(column, row[column.at] ?? ""));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ width, isNumber = false }, at) => {
        const text = cells[at]?.[line] ?? "";
        const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
        return isNumber ? blanks + text : text + blanks;
      })
      .join(GAP),
  );
}

function drawCell({ width, wraps = false, cut = "end" }: Sized, text: string): readonly string[] {
  if (wraps) return wrapWords(text, width).split("\n");
  return [CUTTERS[cut](text, width)];
}

function drawRecord(style: Style, columns: readonly Sized[], row: Row): readonly string[] {
  const room = style.columns ?? Number.POSITIVE_INFINITY;
  const [head = "", ...rest] = columns.map(({ at }) => row[at] ?? "");
  const facts = rest.flatMap((cell, at) =>
    cell === "" ? [] : `${style.dim((columns[at + 1]?.title ?? "").toLowerCase())} ${cell}`,
  );
  return [cutEnd(head, room), cutEnd(`  ${facts.join(GAP)}`, room)];
}

function sharedLine(style: Style, columns: readonly Sized[]): readonly string[] {
  const cells = columns.flatMap(({ title, shared = "" }) => (shared === "" ? [] : `${title} ${shared}`));
  return cells.length === 0
    ? []
    : wrapWords(`${style.dim("In all rows:")} ${cells.join(", ")}`, style.columns ?? 80).split("\n");
}

function leftOutLine(style: Style, columns: readonly Sized[]): readonly string[] {
  const differing = columns.filter(({ shared }) => shared === undefined);
  const titles = differing.map(({ title }) => title).join(", ");
  return titles === ""
    ? []
    : wrapWords(style.dim(`Not shown at this width: ${titles}.`), style.columns ?? 80).split("\n");
}
