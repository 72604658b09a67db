import type { Style } from "./style.ts";

/** What of a list is shown, newest first. */
export interface CutList<Row> {
  readonly shown: readonly Row[];
  /** There are older ones, too. */
  readonly hasMore: boolean;
}

/** Rows to read of a list: one more than is shown tells whether there are more. */
export const rowsToRead = (limit: number): number => limit + 1;

/** The list without the row that was read beyond the limit. */
export const cutList = <Row>(rows: readonly Row[], limit: number): CutList<Row> => ({
  shown: rows.slice(0, limit),
  hasMore: rows.length > limit,
});

/** Most rows that `--limit` takes. */
export const MOST_ROWS = 10_000;

/** The line below a table that shows the newest rows alone; empty where it shows all. `things`: such as `jobs`. */
export function moreLine(style: Style, { shown, hasMore }: CutList<unknown>, things: string): string {
  if (!hasMore) return "";
  const count = shown.length;
  const next = Math.min(MOST_ROWS, count * 10);
  const advice = next > count ? ` To see more, use --limit ${next}.` : "";
  return style.dim(`Older ${things} are not shown (--limit ${count}).${advice}\n`);
}
