import { BASE_LINE_ROW, GLYPH_COLUMNS, GLYPH_ROWS, isGlyphDotSet } from "./glyphs.ts";
import type { Plane } from "./picture.ts";

/** Distance from one character to the next, in glyph dots. */
const ADVANCE_DOTS = GLYPH_COLUMNS + 1;
/** Radius of the pen, in glyph dots. */
const PEN_RADIUS_DOTS = 0.55;

export interface TextStyle {
  /** Pixels per glyph dot; fractions are fine. Capitals are seven dots high. */
  readonly dotPx: number;
  /** Luma of the ink, 16–235. */
  readonly ink: number;
}

export interface TextPlace {
  readonly x: number;
  /** Top of the capitals, in pixels. */
  readonly y: number;
}

export interface TextPainter {
  /** Draws one line into a luma plane. Characters without a glyph become boxes. Parts outside the plane are cut. */
  draw(text: string, place: TextPlace, style: TextStyle): void;
}

export const CAPITAL_DOTS = BASE_LINE_ROW + 1;

/** Pixels of all shapes that are kept; 4 bytes each. */
const MAX_KEPT_PX = 1_000_000;

/** Shapes of characters by size: the same in every clip, and slow to compute. */
const shapes = new Map<string, Shape>();
let keptPx = 0;

function shapeOf(character: string, dotPx: number): Shape {
  const key = `${character}${dotPx}`;
  const known = shapes.get(key);
  if (known) return known;
  const shape = inkShape(character, dotPx);
  keptPx += shape.coverage.length;
  if (keptPx > MAX_KEPT_PX) {
    shapes.clear();
    keptPx = shape.coverage.length;
  }
  shapes.set(key, shape);
  return shape;
}

/** Draws into `plane`. */
export function createTextPainter(plane: Plane): TextPainter {
  return {
    draw(text, { x, y }, { dotPx, ink }) {
      Array.from(text).forEach((character, index) => {
        if (character === " ") return;
        stamp(plane, shapeOf(character, dotPx), { x: Math.round(x + index * ADVANCE_DOTS * dotPx), y, ink });
      });
    },
  };
}

/** How much of each pixel the pen covers, 0–1. One pixel of room lies around the glyph's grid. */
interface Shape {
  readonly width: number;
  readonly height: number;
  readonly coverage: Float32Array;
}

/** Joins neighbouring dots with strokes of a round pen, which makes a coarse grid look like handwriting at any size. */
function inkShape(character: string, dotPx: number): Shape {
  const width = Math.ceil(GLYPH_COLUMNS * dotPx) + 2;
  const height = Math.ceil(GLYPH_ROWS * dotPx) + 2;
  const shape = { width, height, coverage: new Float32Array(width * height) };
  for (const [column, row, endColumn, endRow] of strokesOf(character)) {
    const toPx = (dot: number) => (dot + 0.5) * dotPx + 1;
    inkStroke(
      shape,
      { x0: toPx(column), y0: toPx(row), x1: toPx(endColumn), y1: toPx(endRow) },
      PEN_RADIUS_DOTS * dotPx,
    );
  }
  return shape;
}

type Stroke = readonly [column: number, row: number, endColumn: number, endRow: number];

function strokesOf(character: string): readonly Stroke[] {
  const strokes: Stroke[] = [];
  for (let row = 0; row < GLYPH_ROWS; row++) {
    for (let column = 0; column < GLYPH_COLUMNS; column++) {
      if (isGlyphDotSet(character, column, row)) strokes.push(...strokesFrom(character, column, row));
    }
  }
  return strokes;
}

/** From one dot to itself and to its neighbours right and below. Diagonals only where no corner joins the two dots. */
function strokesFrom(character: string, column: number, row: number): readonly Stroke[] {
  const isSet = (columnStep: number, rowStep: number) =>
    isGlyphDotSet(character, column + columnStep, row + rowStep);
  const steps: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [-1, 1],
    [1, 1],
  ];
  return steps
    .filter(
      ([across, down]) => isSet(across, down) && (across * down === 0 || !(isSet(across, 0) || isSet(0, 1))),
    )
    .map(([across, down]) => [column, row, column + across, row + down] as const);
}

interface Segment {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function inkStroke({ width, height, coverage }: Shape, segment: Segment, radius: number): void {
  const { x0, y0, x1, y1 } = segment;
  const reach = radius + 1;
  const [fromX, toX] = [
    Math.max(0, Math.floor(Math.min(x0, x1) - reach)),
    Math.min(width, Math.max(x0, x1) + reach),
  ];
  const [fromY, toY] = [
    Math.max(0, Math.floor(Math.min(y0, y1) - reach)),
    Math.min(height, Math.max(y0, y1) + reach),
  ];
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const covered = Math.min(1, radius + 0.5 - distanceTo(segment, x + 0.5, y + 0.5));
      const at = y * width + x;
      if (covered > (coverage[at] ?? 0)) coverage[at] = covered;
    }
  }
}

function distanceTo({ x0, y0, x1, y1 }: Segment, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / lengthSquared;
  const nearest = Math.max(0, Math.min(1, along));
  const [offX, offY] = [x - x0 - nearest * dx, y - y0 - nearest * dy];
  return Math.sqrt(offX * offX + offY * offY);
}

function stamp(plane: Plane, shape: Shape, { x, y, ink }: TextPlace & { readonly ink: number }): void {
  const left = x - 1;
  const top = Math.round(y) - 1;
  for (let row = Math.max(0, -top); row < shape.height && top + row < plane.height; row++) {
    for (let column = Math.max(0, -left); column < shape.width && left + column < plane.width; column++) {
      const covered = shape.coverage[row * shape.width + column] ?? 0;
      if (covered === 0) continue;
      const at = (top + row) * plane.width + left + column;
      const paper = plane.data[at] ?? 0;
      plane.data[at] = Math.round(paper + (ink - paper) * covered);
    }
  }
}
