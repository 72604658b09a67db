import { type ClipLayout, COUNTER_LENGTH, type GridPlace } from "./layout.ts";
import type { MotionField } from "./motion-picture.ts";
import { MACROBLOCK_PX } from "./picture.ts";

/** A pan goes one way in this time, and a clip of it takes at least this long per turn. */
const SECONDS_PER_TURN = 5;
/** How much nearer the scene is at the end of a zoom. More would cost more bits per picture than it is worth. */
const ZOOM_SHARE = 0.02;
export const QUARTERS_PER_MACROBLOCK = 4 * MACROBLOCK_PX;
/** Half-pixel interpolation reads this many rows below the block (ITU-T H.264 §8.4.2.2.1). */
const FILTER_REACH_ROWS = 3;

export interface MotionPlan {
  readonly layout: ClipLayout;
  readonly framesPerSecond: number;
  readonly frameCount: number;
}

/** The counter's text at a frame: minutes, seconds, frames. The minutes wrap after 99. */
export function counterText(frame: number, framesPerSecond: number): string {
  const seconds = Math.floor(frame / framesPerSecond);
  const parts = [Math.floor(seconds / 60) % 100, seconds % 60, Math.floor(frame - seconds * framesPerSecond)];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** How far the motion has gone at a frame, 0–1: there and back again, slowing down at both ends. */
export function motionShare(
  frame: number,
  { framesPerSecond, frameCount }: Omit<MotionPlan, "layout">,
): number {
  const durationSeconds = frameCount / framesPerSecond;
  const turns = Math.max(1, Math.round(durationSeconds / SECONDS_PER_TURN));
  return (1 - Math.cos((Math.PI * turns * frame) / frameCount)) / 2;
}

/** Sets every vector of `field` to what `frame` shows. */
export function planMotion(field: MotionField, frame: number, plan: MotionPlan): void {
  const share = motionShare(frame, plan);
  field.x.fill(0);
  field.y.fill(0);
  if (plan.layout.motion === "zoom") zoomScene(field, plan.layout, share);
  else panScene(field, plan.layout, share);
  pointToDigits(field, plan.layout, counterText(frame, plan.framesPerSecond));
}

function panScene(field: MotionField, { panColumns, sceneRows, columns }: ClipLayout, share: number): void {
  field.x.fill(Math.round(share * panColumns * QUARTERS_PER_MACROBLOCK), 0, sceneRows * columns);
}

/** Vectors point from each macroblock towards the middle of the scene, so none of them leaves it. */
function zoomScene(field: MotionField, { sceneRows, columns }: ClipLayout, share: number): void {
  const pull = (1 / (1 + ZOOM_SHARE * share) - 1) * QUARTERS_PER_MACROBLOCK;
  for (let row = 0; row < sceneRows; row++) {
    const vertical = keepAboveBar(Math.round(pull * (row + 0.5 - sceneRows / 2)), sceneRows - 1 - row);
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      field.x[at] = Math.round(pull * (column + 0.5 - columns / 2));
      field.y[at] = vertical;
    }
  }
}

/** A fraction of a pixel makes the filter read below the block: beside the bar only whole pixels are safe. */
function keepAboveBar(vertical: number, rowsBelow: number): number {
  const lowestRow = Math.floor(vertical / 4) + FILTER_REACH_ROWS;
  return vertical % 4 === 0 || lowestRow <= rowsBelow * MACROBLOCK_PX
    ? vertical
    : Math.floor(vertical / 4) * 4;
}

/** Where a counter stands, and where its digits are kept. */
export interface CounterPlaces {
  readonly columns: number;
  readonly counterScale: number;
  readonly counter: GridPlace;
  readonly digits: readonly GridPlace[];
}

export function pointToDigits(field: MotionField, layout: CounterPlaces, text: string): void {
  const { counter, counterScale, digits } = layout;
  for (let index = 0; index < COUNTER_LENGTH; index++) {
    const digit = digits[Number(text[index])];
    const place = { column: counter.column + index * counterScale, row: counter.row };
    if (digit !== undefined) pointTo(field, layout, place, digit);
  }
}

function pointTo(
  field: MotionField,
  { counterScale, columns }: CounterPlaces,
  place: GridPlace,
  target: GridPlace,
): void {
  for (let row = place.row; row < place.row + 2 * counterScale; row++) {
    for (let column = place.column; column < place.column + counterScale; column++) {
      field.x[row * columns + column] = (target.column - place.column) * QUARTERS_PER_MACROBLOCK;
      field.y[row * columns + column] = (target.row - place.row) * QUARTERS_PER_MACROBLOCK;
    }
  }
}
