import type { VideoTiming } from "../compose-picture.ts";
import type { MotionField } from "../motion-picture.ts";
import { counterText, pointToDigits, QUARTERS_PER_MACROBLOCK } from "../motion-plan.ts";
import { MACROBLOCK_PX } from "../picture.ts";
import type { GridArea, SlateLayout } from "./slate-layout.ts";

/** How far a clip is at a frame, 0 at the first and 1 at the last one. */
export const shareAt = (frame: number, { frameCount }: Pick<VideoTiming, "frameCount">): number =>
  frameCount > 1 ? frame / (frameCount - 1) : 0;

/** How much of what was left at the coded picture is over, where such a share of the whole clip is. */
export function shareSince(start: SlateStart, share: number): number {
  const startShare = shareAt(start.frame, start);
  return startShare < 1 ? (share - startShare) / (1 - startShare) : 0;
}

/** Whether the square is white: in the frame with which a second begins. */
export const isFlash = (frame: number, { framesPerSecond }: Pick<VideoTiming, "framesPerSecond">): boolean =>
  frame % Math.round(framesPerSecond) === 0;

/** What is in the coded picture that all vectors point into. */
export interface SlateStart {
  /** Its number in the clip. */
  readonly frame: number;
  readonly frameCount: number;
}

/** Room between the ball and the edges of the picture, in pixels. */
const LANE_MARGIN_PX = 8;

/** Left edge of the ball in a picture, in quarter pixels. */
export function ballAt({ visiblePx, lane }: SlateLayout, share: number): number {
  const diameterPx = lane.rows * MACROBLOCK_PX;
  const way = visiblePx.width - diameterPx - 2 * LANE_MARGIN_PX;
  return Math.round((LANE_MARGIN_PX + way * share) * 4);
}

/** Where the coded picture has the ball: at the left of a first one. */
export function startBallArea(layout: SlateLayout, start: SlateStart): GridArea {
  const column = Math.floor(ballAt(layout, shareAt(start.frame, start)) / QUARTERS_PER_MACROBLOCK);
  return { ...layout.lane, column, columns: layout.lane.rows + 1 };
}

export interface SlatePlan {
  readonly layout: SlateLayout;
  readonly start: SlateStart;
}

/** Sets every vector of `field` to what `frame` shows: all of it moves one way, and nothing comes back. */
export function planSlate(
  field: MotionField,
  frame: number,
  { layout, start }: SlatePlan,
  timing: VideoTiming,
): void {
  const share = shareAt(frame, timing);
  field.x.fill(0);
  field.y.fill(0);
  if (layout.panColumns > 0) panImage(field, layout, shareSince(start, share));
  pointBar(field, layout, share);
  // Where the coded picture has the ball, the empty lane beside it is shown.
  const ball = startBallArea(layout, start);
  pointArea(field, ball, { ...ball, column: ball.column === 0 ? ball.columns : 0 });
  pointBall(field, layout, ballAt(layout, share));
  if (frame === timing.frameCount - 1) pointArea(field, endArea(layout), layout.hidden.end);
  if (isFlash(frame, timing)) pointArea(field, layout.flash, layout.flash);
  else pointArea(field, layout.flash, layout.hidden.dark);
  const { columns, counterScale, counter, hidden } = layout;
  pointToDigits(
    field,
    { columns, counterScale, counter, digits: hidden.digits },
    counterText(frame, timing.framesPerSecond),
  );
}

function panImage(field: MotionField, { panColumns, bandRows, sceneRows }: SlateLayout, share: number): void {
  const x = Math.round(share * panColumns * QUARTERS_PER_MACROBLOCK);
  field.x.fill(x, bandRows * field.columns, sceneRows * field.columns);
}

/** Where the last frame says END: at the left of the lane, which the ball has left. */
const endArea = ({ lane, hidden }: SlateLayout): GridArea => ({ ...lane, columns: hidden.end.columns });

function pointArea(field: MotionField, to: GridArea, from: GridArea): void {
  const [x, y] = [
    (from.column - to.column) * QUARTERS_PER_MACROBLOCK,
    (from.row - to.row) * QUARTERS_PER_MACROBLOCK,
  ];
  for (let row = to.row; row < to.row + to.rows; row++) {
    const at = row * field.columns + to.column;
    field.x.fill(x, at, at + to.columns);
    field.y.fill(y, at, at + to.columns);
  }
}

/** Whole macroblocks come from the full bar below; the one in which it ends from its edge, to a quarter of a pixel. */
function pointBar(field: MotionField, { bar, visiblePx, hidden }: SlateLayout, share: number): void {
  const filledQuarters = Math.round(share * visiblePx.width * 4);
  const wholeColumns = Math.floor(filledQuarters / QUARTERS_PER_MACROBLOCK);
  pointArea(field, { ...bar, columns: wholeColumns }, { ...hidden.fullBar, columns: wholeColumns });
  const restQuarters = filledQuarters - wholeColumns * QUARTERS_PER_MACROBLOCK;
  if (restQuarters === 0) return;
  const at = bar.row * field.columns + wholeColumns;
  const { edge } = hidden;
  // The edge lies in the middle of its area.
  const edgeQuarters = (edge.column + edge.columns / 2) * QUARTERS_PER_MACROBLOCK;
  field.x[at] = edgeQuarters - filledQuarters;
  field.y[at] = (edge.row - bar.row) * QUARTERS_PER_MACROBLOCK;
}

function pointBall(field: MotionField, { lane, hidden: { ball } }: SlateLayout, ballQuarters: number): void {
  const diameterColumns = lane.rows;
  // The ball lies in the middle of its area.
  const spriteQuarters = (ball.column + (ball.columns - diameterColumns) / 2) * QUARTERS_PER_MACROBLOCK;
  const x = spriteQuarters - ballQuarters;
  const y = (ball.row - lane.row) * QUARTERS_PER_MACROBLOCK;
  const first = Math.max(0, Math.floor(ballQuarters / QUARTERS_PER_MACROBLOCK));
  const last = Math.min(
    lane.columns - 1,
    Math.floor(ballQuarters / QUARTERS_PER_MACROBLOCK) + diameterColumns,
  );
  for (let row = lane.row; row < lane.row + lane.rows; row++) {
    const at = row * field.columns;
    field.x.fill(x, at + first, at + last + 1);
    field.y.fill(y, at + first, at + last + 1);
  }
}
