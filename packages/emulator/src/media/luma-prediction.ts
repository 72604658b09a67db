import { type Border, sumBetween } from "./border.ts";
import { fillHorizontal, fillVertical, type PredictedBlock, type PredictionMode } from "./prediction.ts";

/** Intra_16x16 prediction (ITU-T H.264 table 8-4), the most likely first. */
export const LUMA_MODES: readonly PredictionMode[] = [
  { number: 1, isPossible: ({ hasLeft }) => hasLeft, fill: fillHorizontal },
  { number: 0, isPossible: ({ hasTop }) => hasTop, fill: fillVertical },
  { number: 2, isPossible: () => true, fill: ({ border, predicted }) => predicted.fill(average(border)) },
  { number: 3, isPossible: ({ hasTop, hasLeft }) => hasTop && hasLeft, fill: fillPlane },
];

function average({ top, left, hasTop, hasLeft }: Border): number {
  const total = (hasTop ? sumBetween(top, 0, 16) : 0) + (hasLeft ? sumBetween(left, 0, 16) : 0);
  if (hasTop && hasLeft) return (total + 16) >> 5;
  return hasTop || hasLeft ? (total + 8) >> 4 : 128;
}

/** A slope through the border samples (§8.3.3.4). */
function fillPlane({ border, predicted }: PredictedBlock): void {
  const { top, left, corner } = border;
  const slopeX = (5 * gradient(top, corner) + 32) >> 6;
  const slopeY = (5 * gradient(left, corner) + 32) >> 6;
  const middle = 16 * ((left[15] ?? 0) + (top[15] ?? 0)) + 16;
  for (let row = 0; row < 16; row++) {
    let value = middle + slopeY * (row - 7) - 7 * slopeX;
    for (let column = 0; column < 16; column++) {
      predicted[row * 16 + column] = Math.max(0, Math.min(255, value >> 5));
      value += slopeX;
    }
  }
}

function gradient(samples: Int32Array, corner: number): number {
  let total = 8 * ((samples[15] ?? 0) - corner);
  for (let i = 0; i < 7; i++) total += (i + 1) * ((samples[8 + i] ?? 0) - (samples[6 - i] ?? 0));
  return total;
}
