import { cutEnd, cutMiddle, cutStart } from "./cells.ts";

/** How a cell is cut: by what it loses. */
export const CUTTERS = { end: cutEnd, middle: cutMiddle, start: cutStart } as const;

export type Cut = keyof typeof CUTTERS;

/** The way of cutting, the wanted one first, that leaves cells different which differ; undefined where none does. */
export function findCutApart(cells: readonly string[], width: number, wanted: Cut = "end"): Cut | undefined {
  const different = [...new Set(cells)];
  const ways: readonly Cut[] = [wanted, "middle", "start"];
  return ways.find(
    (way) => new Set(different.map((cell) => CUTTERS[way](cell, width))).size === different.length,
  );
}

/** The fewest cells in which such a way is found; `to` is enough for the widest whole. */
export function leastWidthApart(
  cells: readonly string[],
  { from, to, cut }: { readonly from: number; readonly to: number; readonly cut?: Cut | undefined },
): number {
  for (let width = from; width < to; width += 1) if (findCutApart(cells, width, cut)) return width;
  return Math.max(from, to);
}
