import type { MotionField } from "../motion-picture.ts";
import { QUARTERS_PER_MACROBLOCK } from "../motion-plan.ts";
import type { GridArea } from "./slate-layout.ts";

/** The end of a row of tiles that slides to the right: a dark column, the tile with its name, and nothing behind them. */
export interface SlidingTile {
  /** From the dark column to the right edge. */
  readonly area: GridArea;
  /** How far it slides while the clip runs, in pixels. */
  readonly wayPx: number;
}

/** Points the row to where the tile is when so much of the clip is over: to whole pixels, also of chroma, so that nothing blurs. */
export function slideTile(field: MotionField, { area, wayPx }: SlidingTile, share: number): void {
  const shiftQuarters = 2 * Math.round((share * wayPx) / 2) * 4;
  for (let column = 0; column < area.columns; column++) {
    // What would come from left of the area is dark, as its first column is.
    const x = -Math.min(shiftQuarters, column * QUARTERS_PER_MACROBLOCK);
    for (let row = area.row; row < area.row + area.rows; row++)
      field.x[row * field.columns + area.column + column] = x;
  }
}
