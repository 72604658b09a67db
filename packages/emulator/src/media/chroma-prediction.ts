import { type Border, sumBetween } from "./border.ts";
import { fillHorizontal, fillVertical, type PredictedBlock, type PredictionMode } from "./prediction.ts";

/** Chroma prediction (ITU-T H.264 table 8-5) without the plane mode, the most likely first. */
export const CHROMA_MODES: readonly PredictionMode[] = [
  { number: 1, isPossible: ({ hasLeft }) => hasLeft, fill: fillHorizontal },
  { number: 0, isPossible: () => true, fill: fillAverages },
  { number: 2, isPossible: ({ hasTop }) => hasTop, fill: fillVertical },
];

/** Averages by quarters (§8.3.4.1–3). */
function fillAverages({ border, predicted }: PredictedBlock): void {
  for (let quarter = 0; quarter < 4; quarter++) {
    const fromX = (quarter % 2) * 4;
    const fromY = (quarter >> 1) * 4;
    const value = quarterAverage(border, fromX, fromY);
    for (let row = fromY; row < fromY + 4; row++) predicted.fill(value, row * 8 + fromX, row * 8 + fromX + 4);
  }
}

/** The two quarters off the diagonal take only the border that they touch, if it is there. */
function quarterAverage({ top, left, hasTop, hasLeft }: Border, fromX: number, fromY: number): number {
  const usesTop = hasTop && (fromX >= fromY || !hasLeft);
  const usesLeft = hasLeft && (fromY >= fromX || !hasTop);
  const topTotal = usesTop ? sumBetween(top, fromX, fromX + 4) : 0;
  const leftTotal = usesLeft ? sumBetween(left, fromY, fromY + 4) : 0;
  if (usesTop && usesLeft) return (topTotal + leftTotal + 4) >> 3;
  return usesTop || usesLeft ? (topTotal + leftTotal + 2) >> 2 : 128;
}
