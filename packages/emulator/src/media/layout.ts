import { type Level, lowestLevelFor } from "./level.ts";
import { MACROBLOCK_PX } from "./picture.ts";

/** The narrowest and the widest side that a clip can have, in pixels. */
export const MIN_SIDE_PX = 192;
export const MAX_SIDE_PX = 8192;

/** Characters of the counter: mm:ss:ff. */
export const COUNTER_LENGTH = 8;
/** How far a pan may go, in macroblock columns beyond the visible picture. */
const MAX_PAN_COLUMNS = 6;

export type MotionKind = "pan" | "zoom";

/** A place on the macroblock grid of the coded frame. */
export interface GridPlace {
  readonly column: number;
  readonly row: number;
}

/** What the encoder needs to know of a coded frame. */
export interface FrameLayout {
  readonly columns: number;
  readonly rows: number;
  readonly level: Level;
  readonly cropPx: { readonly right: number; readonly bottom: number };
  readonly visiblePx: { readonly width: number; readonly height: number };
  /** Rows of the scene, from the top. */
  readonly sceneRows: number;
}

/**
 * Where everything lies in the coded frame. From the top: the moving scene, the still caption bar, and, cut off from
 * what is shown, rows with the digits 0–9. For a pan a few more columns of scenery lie right of the visible picture.
 * Nothing is cut off at the left or top: decoders round such offsets to what suits their memory layout.
 */
export interface ClipLayout extends FrameLayout {
  readonly motion: MotionKind;
  readonly panColumns: number;
  /** A counter character takes this many macroblock columns, and twice as many rows. */
  readonly counterScale: number;
  readonly counter: GridPlace;
  /** Where the digits 0–9 are kept. */
  readonly digits: readonly GridPlace[];
}

export interface LayoutOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  readonly barHeightPx: number;
  readonly motion: MotionKind;
}

/** Pixels per glyph dot: small text keeps the same share of the picture at every size. */
export function dotPxFor(widthPx: number, heightPx: number): number {
  return Math.max(1, Math.min(widthPx, heightPx) / 330);
}

/** How many macroblock columns one counter character takes at this text size. */
export function counterScaleFor(dotPx: number): number {
  return Math.max(1, Math.round(dotPx / 3));
}

/** Throws RangeError if no H.264 level holds the frame. */
export function createLayout(options: LayoutOptions): ClipLayout {
  const { widthPx, heightPx, framesPerSecond, barHeightPx, motion } = options;
  const counterScale = counterScaleFor(dotPxFor(widthPx, heightPx));
  const pictureColumns = Math.ceil(widthPx / MACROBLOCK_PX);
  const pictureRows = Math.ceil(heightPx / MACROBLOCK_PX);
  const digitsPerRow = Math.min(10, Math.floor(pictureColumns / counterScale));
  const rows = pictureRows + 2 * counterScale * Math.ceil(10 / digitsPerRow);
  const panColumns =
    motion === "zoom" ? 0 : panColumnsFor({ columns: pictureColumns, rows, framesPerSecond });
  const columns = pictureColumns + panColumns;
  const level = lowestLevelFor({ columns, rows, framesPerSecond });
  if (level === undefined)
    throw new RangeError(`no H.264 level holds ${widthPx}x${heightPx} at ${framesPerSecond} fps`);

  const sceneRows = Math.floor((heightPx - barHeightPx) / MACROBLOCK_PX);
  const paddingPx = 6 * dotPxFor(widthPx, heightPx);
  const counterColumn = Math.floor((widthPx - paddingPx) / MACROBLOCK_PX) - COUNTER_LENGTH * counterScale;
  const digitsFromColumn = Math.max(0, Math.min(counterColumn, columns - digitsPerRow * counterScale));
  return {
    columns,
    rows,
    level,
    motion,
    cropPx: { right: columns * MACROBLOCK_PX - widthPx, bottom: rows * MACROBLOCK_PX - heightPx },
    visiblePx: { width: widthPx, height: heightPx },
    sceneRows,
    panColumns,
    counterScale,
    counter: { column: counterColumn, row: counterRow(sceneRows, heightPx, counterScale) },
    digits: Array.from({ length: 10 }, (_, digit) => ({
      column: digitsFromColumn + (digit % digitsPerRow) * counterScale,
      row: pictureRows + Math.floor(digit / digitsPerRow) * 2 * counterScale,
    })),
  };
}

/** The row on the grid that puts the counter nearest to the middle of the bar, wholly inside the visible picture. */
function counterRow(sceneRows: number, heightPx: number, counterScale: number): number {
  const middlePx = (sceneRows * MACROBLOCK_PX + heightPx) / 2;
  const row = Math.round(middlePx / MACROBLOCK_PX - counterScale);
  return Math.min(row, Math.floor(heightPx / MACROBLOCK_PX) - 2 * counterScale);
}

/** As many columns as the level of the smallest useful pan leaves room for. */
function panColumnsFor(frame: { columns: number; rows: number; framesPerSecond: number }): number {
  const withColumns = (extra: number) => lowestLevelFor({ ...frame, columns: frame.columns + extra });
  const level = withColumns(2);
  let columns = 2;
  while (columns < MAX_PAN_COLUMNS && withColumns(columns + 1) === level) columns++;
  return columns;
}
