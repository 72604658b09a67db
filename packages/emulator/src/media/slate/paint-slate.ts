import type { Colour } from "../colour.ts";
import { MACROBLOCK_PX, type Picture, type Plane } from "../picture.ts";
import { EMBLEMS } from "./emblem.ts";
import type { GridArea } from "./slate-layout.ts";
import type { SlateLook } from "./slate-look.ts";

/** A rectangle in pixels; even numbers, because chroma has half of them. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const boxOf = ({ column, row, columns, rows }: GridArea): Box => ({
  x: column * MACROBLOCK_PX,
  y: row * MACROBLOCK_PX,
  width: columns * MACROBLOCK_PX,
  height: rows * MACROBLOCK_PX,
});

export function fillBox(picture: Picture, box: Box, colour: Colour): void {
  eachPlane(picture, (plane, component, scale) => {
    const ink = Math.round(colour[component]);
    const toX = Math.min(plane.width, (box.x + box.width) / scale);
    const toY = Math.min(plane.height, (box.y + box.height) / scale);
    for (let y = Math.max(0, box.y / scale); y < toY; y++)
      plane.data.fill(ink, y * plane.width + Math.max(0, box.x / scale), y * plane.width + toX);
  });
}

/** Two colours with a straight border through the middle of the scene. */
export function paintBackground(
  picture: Picture,
  { colours, direction }: Pick<SlateLook, "colours" | "direction">,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const turn = (direction * Math.PI) / 4;
  const [across, down] = [Math.cos(turn), Math.sin(turn)];
  eachPlane(picture, (plane, component, scale) => {
    const [first, second] = [Math.round(colours[0][component]), Math.round(colours[1][component])];
    for (let y = 0; y < height / scale; y++) {
      const offset = (y * scale - height / 2) * down;
      // Where the colour changes: left of it is the one whose side the picture's left edge is on.
      const border = Math.abs(across) < 1e-9 ? plane.width : (width / 2 - offset / across) / scale;
      const change = Math.max(0, Math.min(plane.width, Math.ceil(border)));
      const isFirstLeft = Math.abs(across) < 1e-9 ? offset < 0 : across > 0;
      const row = y * plane.width;
      plane.data.fill(isFirstLeft ? first : second, row, row + change);
      plane.data.fill(isFirstLeft ? second : first, row + change, row + plane.width);
    }
  });
}

/** How much lighter a line of the geometry is than what it crosses. */
const LINE_LUMA = 26;
const GRID_PARTS = 8;
const SAFE_AREA = 0.05;

/**
 * Lines that show what was stretched or cut: a border of one pixel, a grid of squares, a cross in the middle, the safe area of
 * 90 %, and a circle. All in the luma plane, over the visible picture.
 */
export function paintGeometry(
  { luma }: Picture,
  {
    width,
    height,
    sceneHeight,
  }: { readonly width: number; readonly height: number; readonly sceneHeight: number },
): void {
  const step = Math.max(width, height) / GRID_PARTS;
  const [middleX, middleY] = [Math.round(width / 2), Math.round(sceneHeight / 2)];
  const inScene = { fromY: 0, toY: sceneHeight };
  for (let x = (width / 2) % step; x < width; x += step) verticalLine(luma, Math.round(x), inScene);
  for (let y = (sceneHeight / 2) % step; y < sceneHeight; y += step)
    horizontalLine(luma, Math.round(y), { fromX: 0, toX: width });
  const safe = { x: Math.round(width * SAFE_AREA), y: Math.round(height * SAFE_AREA) };
  for (const x of [safe.x, width - 1 - safe.x]) verticalLine(luma, x, { fromY: safe.y, toY: sceneHeight });
  horizontalLine(luma, safe.y, { fromX: safe.x, toX: width - safe.x });
  const arm = Math.round(Math.min(width, sceneHeight) * 0.06);
  for (const by of [-1, 0, 1]) {
    verticalLine(luma, middleX + by, { fromY: middleY - arm, toY: middleY + arm });
    horizontalLine(luma, middleY + by, { fromX: middleX - arm, toX: middleX + arm });
  }
  paintCircle(luma, { x: middleX, y: middleY, radius: Math.min(width, sceneHeight) * 0.42 });
  for (const x of [0, width - 1]) verticalLine(luma, x, { fromY: 0, toY: height, add: 2 * LINE_LUMA });
  for (const y of [0, height - 1]) horizontalLine(luma, y, { fromX: 0, toX: width, add: 2 * LINE_LUMA });
}

const lighten = ({ data }: Plane, at: number, add: number): void => {
  data[at] = Math.min(235, (data[at] ?? 0) + add);
};

function verticalLine(
  plane: Plane,
  x: number,
  { fromY, toY, add = LINE_LUMA }: { readonly fromY: number; readonly toY: number; readonly add?: number },
): void {
  for (let y = fromY; y < toY; y++) lighten(plane, y * plane.width + x, add);
}

function horizontalLine(
  plane: Plane,
  y: number,
  { fromX, toX, add = LINE_LUMA }: { readonly fromX: number; readonly toX: number; readonly add?: number },
): void {
  for (let x = fromX; x < toX; x++) lighten(plane, y * plane.width + x, add);
}

function paintCircle(
  plane: Plane,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
): void {
  const pen = Math.max(1, radius / 90);
  for (let row = Math.floor(y - radius - pen); row <= y + radius + pen; row++) {
    const reach = (by: number) => Math.sqrt(Math.max(0, (radius + by) ** 2 - (row - y) ** 2));
    const [outer, inner] = [reach(pen), Math.abs(row - y) < radius - pen ? reach(-pen) : 0];
    for (const [from, to] of [
      [x - outer, x - inner],
      [x + inner, x + outer],
    ] as const)
      for (let column = Math.max(0, Math.ceil(from)); column <= Math.min(to, plane.width - 1); column++)
        if (row >= 0) lighten(plane, row * plane.width + column, 2 * LINE_LUMA);
  }
}

/** The sign of what the prompt is about, in a colour of its own. Drawn in squares of two pixels, as chroma has them. */
export function paintEmblem({ luma, cb, cr }: Picture, { emblem, accent }: SlateLook, box: Box): void {
  const shape = EMBLEMS[emblem];
  const [ink, blue, red] = accent.map(Math.round) as [number, number, number];
  const [columns, rows] = [box.width / 2, box.height / 2];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!shape((2 * column + 1) / columns - 1, (2 * row + 1) / rows - 1)) continue;
      const [x, y] = [box.x / 2 + column, box.y / 2 + row];
      cb.data[y * cb.width + x] = blue;
      cr.data[y * cr.width + x] = red;
      const at = 2 * y * luma.width + 2 * x;
      luma.data.fill(ink, at, at + 2);
      luma.data.fill(ink, at + luma.width, at + luma.width + 2);
    }
  }
}

/** A ball in the middle of a box. */
export function paintBall(picture: Picture, box: Box, colour: Colour): void {
  const radius = box.height / 2 - 2;
  eachPlane(picture, (plane, component, scale) => {
    const ink = colour[component];
    const [x0, y0, r] = [(box.x + box.width / 2) / scale, (box.y + box.height / 2) / scale, radius / scale];
    for (let y = box.y / scale; y < (box.y + box.height) / scale; y++) {
      for (let x = Math.floor(x0 - r) - 1; x <= x0 + r + 1; x++) {
        const covered = Math.max(0, Math.min(1, r + 0.5 - Math.hypot(x + 0.5 - x0, y + 0.5 - y0)));
        const at = y * plane.width + x;
        const paper = plane.data[at] ?? 0;
        plane.data[at] = Math.round(paper + (ink - paper) * covered);
      }
    }
  });
}

function eachPlane(
  { luma, cb, cr }: Picture,
  paint: (plane: Plane, component: 0 | 1 | 2, scale: 1 | 2) => void,
): void {
  paint(luma, 0, 1);
  paint(cb, 1, 2);
  paint(cr, 2, 2);
}
