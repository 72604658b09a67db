import type { Border } from "./border.ts";
import type { Plane } from "./picture.ts";

/** One colour component of a macroblock, and what is predicted for it. */
export interface PredictedBlock {
  readonly sizePx: number;
  readonly border: Border;
  /** The picture to encode and the block's place in it. */
  readonly source: Plane;
  readonly x: number;
  readonly y: number;
  /** The predicted samples, row by row. */
  readonly predicted: Uint8Array;
}

/** Predicts every row like the row above the block. */
export function fillVertical({ sizePx, border: { top }, predicted }: PredictedBlock): void {
  for (let row = 0, at = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++, at++) predicted[at] = top[column] ?? 0;
}

/** Predicts every column like the column left of the block. */
export function fillHorizontal({ sizePx, border: { left }, predicted }: PredictedBlock): void {
  // Loops: a call of the typed array for a row takes longer than its few samples.
  for (let row = 0, at = 0; row < sizePx; row++) {
    const sample = left[row] ?? 0;
    for (const end = at + sizePx; at < end; at++) predicted[at] = sample;
  }
}

/** Sum of absolute differences between source and prediction, begun at `begun`; any value from `limit` on where it gets there. */
function predictionCost(
  { sizePx, source: { data, width }, x, y, predicted }: PredictedBlock,
  begun: number,
  limit: number,
): number {
  let cost = begun;
  for (let row = 0, at = 0; row < sizePx && cost < limit; row++) {
    const line = (y + row) * width + x;
    for (let column = 0; column < sizePx; column++, at++) {
      const difference = (data[line + column] ?? 0) - (predicted[at] ?? 0);
      cost += difference < 0 ? -difference : difference;
    }
  }
  return cost;
}

/** A prediction whose differences add up to this needs no further search: an eye does not see them. */
export function goodEnoughCost(sizePx: number): number {
  return (sizePx * sizePx) / 4;
}

/** A way to predict: its number in the stream, whether the border allows it, and how to fill the blocks. */
export interface PredictionMode {
  readonly number: number;
  readonly isPossible: (border: Border) => boolean;
  readonly fill: (block: PredictedBlock) => void;
}

/**
 * Leaves in all `blocks`, which share one mode, the prediction nearest to the source, and returns the mode's number.
 * Earlier modes win ties; the first that is good enough ends the search.
 */
export function predictNearest(blocks: readonly PredictedBlock[], modes: readonly PredictionMode[]): number {
  let best: PredictionMode | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  let filled: PredictionMode | undefined;
  const goodEnough = goodEnoughCost(blocks[0]?.sizePx ?? 0);
  for (const mode of modes) {
    if (!blocks.every(({ border }) => mode.isPossible(border))) continue;
    filled = mode;
    let cost = 0;
    for (const block of blocks) {
      mode.fill(block);
      cost = predictionCost(block, cost, bestCost);
    }
    if (cost < bestCost) [best, bestCost] = [mode, cost];
    if (cost <= goodEnough) break;
  }
  if (best === undefined) throw new RangeError("no prediction mode is possible");
  if (best !== filled) for (const block of blocks) best.fill(block);
  return best.number;
}
