import { widthOf } from "./cells.ts";

/**
 * Rows that lines take which were written when the terminal may have been wider: terminals break them anew when they
 * become narrower. @source INF tmux 3.5, VTE, kitty and Windows Terminal do so; xterm cuts them.
 */
export const rowsOf = (lines: readonly string[], columns: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns))), 0);
