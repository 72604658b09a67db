import { COUNTER_LENGTH, counterScaleFor, dotPxFor, type FrameLayout, type GridPlace } from "../layout.ts";
import { lowestLevelFor } from "../level.ts";
import { MACROBLOCK_PX } from "../picture.ts";

/** A part of the coded frame, on the macroblock grid. */
export interface GridArea extends GridPlace {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Where everything lies in the coded frame. From the top: the scene, the strip with facts and counter, a lane in which a
 * ball moves one way, the time bar; and, cut off from what is shown, what later pictures fetch: sprites, digits and a
 * full time bar. A picture fetches whole macroblocks, so that all of it stands on their grid.
 */
export interface SlateLayout extends FrameLayout {
  readonly lane: GridArea;
  readonly strip: GridArea;
  readonly bar: GridArea;
  /** Beside the counter; white at each full second. */
  readonly flash: GridArea;
  readonly counterScale: number;
  readonly counter: GridPlace;
  readonly hidden: {
    /** A ball with room at both sides. */
    readonly ball: GridArea;
    /** The end of the time bar: full in its left half, empty in its right one. */
    readonly edge: GridArea;
    readonly dark: GridArea;
    readonly end: GridArea;
    readonly fullBar: GridArea;
    readonly digits: readonly GridPlace[];
  };
  /** How far a given image moves to the left, in macroblock columns; 0 where there is none. */
  readonly panColumns: number;
  /** Rows above the image, which keep still; 0 without an image. */
  readonly bandRows: number;
}

export interface SlateLayoutOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** Lines of text in the strip. */
  readonly lines: number;
  /** Columns that a moving image needs beyond the visible ones. */
  readonly panColumns: number;
}

/** Room beside the ball: its filter reads some pixels beyond it. */
const BALL_MARGIN_COLUMNS = 2;
export const END_LETTERS = 3;
/** Share of the scene that the words take above a given image. */
const BAND_SHARE = 0.3;
/** Height of a line of the strip, and the room around all of them, in glyph dots. */
export const STRIP_DOTS = { line: 11, padding: 5 } as const;

/** Throws RangeError if no H.264 level holds the frame. */
export function createSlateLayout(options: SlateLayoutOptions): SlateLayout {
  const { widthPx, heightPx, framesPerSecond, lines, panColumns } = options;
  const dotPx = dotPxFor(widthPx, heightPx);
  const scale = counterScaleFor(dotPx);
  const visibleColumns = Math.ceil(widthPx / MACROBLOCK_PX);
  const columns = visibleColumns + panColumns;
  const wholeRows = Math.floor(heightPx / MACROBLOCK_PX);
  const stripPx = (lines * STRIP_DOTS.line + 2 * STRIP_DOTS.padding) * dotPx;
  const bar = { column: 0, row: wholeRows - 1, columns, rows: 1 };
  const stripRows = Math.max(2 * scale, Math.ceil(stripPx / MACROBLOCK_PX));
  const lane = { column: 0, row: bar.row - 2 * scale, columns, rows: 2 * scale };
  const strip = { column: 0, row: lane.row - stripRows, columns, rows: stripRows };
  const counter = {
    column: Math.max(0, Math.floor((widthPx - 6 * dotPx) / MACROBLOCK_PX) - COUNTER_LENGTH * scale),
    row: strip.row + Math.floor((stripRows - 2 * scale) / 2),
  };
  const firstHiddenRow = Math.ceil(heightPx / MACROBLOCK_PX);
  const placed = placeHidden({ columns, firstHiddenRow, scale });
  const rows = placed.rowsUsed;
  const level = lowestLevelFor({ columns, rows, framesPerSecond });
  if (level === undefined)
    throw new RangeError(`no H.264 level holds ${widthPx}x${heightPx} at ${framesPerSecond} fps`);
  return {
    columns,
    rows,
    level,
    cropPx: { right: columns * MACROBLOCK_PX - widthPx, bottom: rows * MACROBLOCK_PX - heightPx },
    visiblePx: { width: widthPx, height: heightPx },
    sceneRows: strip.row,
    lane,
    strip,
    bar,
    flash: {
      column: Math.max(0, counter.column - 3 * scale),
      row: counter.row,
      columns: 2 * scale,
      rows: 2 * scale,
    },
    counterScale: scale,
    counter,
    hidden: placed.hidden,
    panColumns,
    bandRows: panColumns > 0 ? Math.round(strip.row * BAND_SHARE) : 0,
  };
}

interface Placing {
  readonly columns: number;
  readonly firstHiddenRow: number;
  readonly scale: number;
}

/** Puts sprites beside each other, near the middle, as far as a row goes: a vector reaches 2048 pixels sideways and 512 up. */
function placeHidden({ columns, firstHiddenRow, scale }: Placing) {
  const sizes = {
    ball: { columns: 2 * scale + 2 * BALL_MARGIN_COLUMNS, rows: 2 * scale },
    dark: { columns: 2 * scale, rows: 2 * scale },
    edge: { columns: 4, rows: 1 },
    end: { columns: END_LETTERS * scale + 1, rows: 2 * scale },
  } as const;
  const totalColumns = Object.values(sizes).reduce((sum, size) => sum + size.columns, 0);
  const start = Math.max(0, Math.floor((columns - totalColumns) / 2));
  let column = start;
  let row = firstHiddenRow;
  const place = ({ columns: wide, rows: high }: { columns: number; rows: number }): GridArea => {
    if (column + wide > columns) {
      column = 0;
      row += 2 * scale;
    }
    const area = { column, row, columns: wide, rows: high };
    column += wide;
    return area;
  };
  const [ball, dark, edge, end] = [place(sizes.ball), place(sizes.dark), place(sizes.edge), place(sizes.end)];
  row += 2 * scale;
  const fullBar = { column: 0, row, columns, rows: 1 };
  row += 1;
  const digitsPerRow = Math.min(10, Math.floor(columns / scale));
  const firstDigit = Math.max(0, columns - digitsPerRow * scale);
  const digits = Array.from({ length: 10 }, (_, digit) => ({
    column: firstDigit + (digit % digitsPerRow) * scale,
    row: row + Math.floor(digit / digitsPerRow) * 2 * scale,
  }));
  return {
    hidden: { ball, dark, edge, end, fullBar, digits },
    rowsUsed: row + 2 * scale * Math.ceil(10 / digitsPerRow),
  };
}
