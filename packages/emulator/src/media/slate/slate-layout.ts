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
  /** Rows between scene and strip for the operation and the inputs; undefined where there are none. */
  readonly inputs: GridArea | undefined;
  /** Undefined where the camera does not move, or where there is no room. */
  readonly camera: CameraPlaces | undefined;
  /** How far a given image moves to the left, in macroblock columns; 0 where there is none. */
  readonly panColumns: number;
  /** Rows above the image, which keep still; 0 without an image. */
  readonly bandRows: number;
}

/** Where a square shows how the camera moves, and the hidden field with that square which it is fetched from. */
export interface CameraPlaces {
  readonly box: GridArea;
  readonly field: GridArea;
}

export interface SlateLayoutOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** Lines of text in the strip. */
  readonly lines: number;
  /** Columns that a moving image needs beyond the visible ones. */
  readonly panColumns: number;
  readonly hasInputs?: boolean;
  readonly hasCamera?: boolean;
}

/** Height of the row of inputs, as a share of the shorter side, and its least height in macroblocks. */
const INPUTS_SHARE = 0.13;
const MIN_INPUTS_ROWS = 3;
/** Macroblocks along the camera's box: small ones and, on a coarser grid, per macroblock of a digit. */
const CAMERA_BOX = { small: 8, perScale: 4 } as const;
/** How far a camera moves at most, as a share of half its box; the field is so much larger at each side. */
export const CAMERA_REACH = 0.6;
/** Columns that the text of the strip keeps beside a camera. */
const MIN_TEXT_COLUMNS = 8;

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
  const cameraSide = cameraSideFor(options);
  const stripRows = Math.max(2 * scale, Math.ceil(stripPx / MACROBLOCK_PX), cameraSide);
  const lane = { column: 0, row: bar.row - 2 * scale, columns, rows: 2 * scale };
  const strip = { column: 0, row: lane.row - stripRows, columns, rows: stripRows };
  const counter = {
    column: Math.max(0, Math.floor((widthPx - 6 * dotPx) / MACROBLOCK_PX) - COUNTER_LENGTH * scale),
    row: strip.row + Math.floor((stripRows - 2 * scale) / 2),
  };
  const firstHiddenRow = Math.ceil(heightPx / MACROBLOCK_PX);
  const flash = {
    column: Math.max(0, counter.column - 3 * scale),
    row: counter.row,
    columns: 2 * scale,
    rows: 2 * scale,
  };
  const placed = placeHidden({ columns, firstHiddenRow, scale });
  const camera =
    cameraSide === 0
      ? undefined
      : placeCamera({ side: cameraSide, flash, lane, columns, firstRow: placed.rowsUsed });
  const rows = placed.rowsUsed + (camera?.field.rows ?? 0);
  const inputsRows = options.hasInputs ? inputsRowsFor(options) : 0;
  const sceneRows = strip.row - inputsRows;
  const level = lowestLevelFor({ columns, rows, framesPerSecond });
  if (level === undefined)
    throw new RangeError(`no H.264 level holds ${widthPx}x${heightPx} at ${framesPerSecond} fps`);
  return {
    columns,
    rows,
    level,
    cropPx: { right: columns * MACROBLOCK_PX - widthPx, bottom: rows * MACROBLOCK_PX - heightPx },
    visiblePx: { width: widthPx, height: heightPx },
    sceneRows,
    inputs: inputsRows > 0 ? { column: 0, row: sceneRows, columns, rows: inputsRows } : undefined,
    camera,
    lane,
    strip,
    bar,
    flash,
    counterScale: scale,
    counter,
    hidden: placed.hidden,
    panColumns,
    bandRows: panColumns > 0 ? Math.round(sceneRows * BAND_SHARE) : 0,
  };
}

const inputsRowsFor = ({ widthPx, heightPx }: SlateLayoutOptions): number =>
  Math.max(MIN_INPUTS_ROWS, Math.round((INPUTS_SHARE * Math.min(widthPx, heightPx)) / MACROBLOCK_PX));

/** Macroblocks along the box of a camera; 0 where there is no camera, or no room beside counter and text. */
export function cameraSideFor({
  widthPx,
  heightPx,
  hasCamera,
}: Pick<SlateLayoutOptions, "widthPx" | "heightPx" | "hasCamera">): number {
  if (!hasCamera) return 0;
  const scale = counterScaleFor(dotPxFor(widthPx, heightPx));
  const side = scale === 1 ? CAMERA_BOX.small : CAMERA_BOX.perScale * scale;
  // Counter, flash, and the columns between them.
  const takenColumns = (COUNTER_LENGTH + 4) * scale + 1;
  return Math.floor(widthPx / MACROBLOCK_PX) - takenColumns - side >= MIN_TEXT_COLUMNS ? side : 0;
}

interface CameraRoom {
  readonly side: number;
  readonly flash: GridArea;
  readonly lane: GridArea;
  readonly columns: number;
  readonly firstRow: number;
}

/** The box stands low in the strip: a vector reaches no more than 512 pixels down to the field. */
function placeCamera({ side, flash, lane, columns, firstRow }: CameraRoom): CameraPlaces {
  const margin = Math.ceil((CAMERA_REACH * side) / 2) + 1;
  const fieldSide = side + 2 * margin;
  const box = { column: flash.column - side - 1, row: lane.row - side, columns: side, rows: side };
  const column = Math.max(0, Math.min(columns - fieldSide, box.column - margin));
  return { box, field: { column, row: firstRow, columns: fieldSide, rows: fieldSide } };
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
