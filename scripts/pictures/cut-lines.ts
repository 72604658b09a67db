import type { Lines } from "./draw-terminal.ts";

/** Lines from the first that fits `from` up to the next one that fits `to`, which stays. */
export interface Cut {
  readonly from: RegExp;
  readonly to: RegExp;
}

const GAP: Lines[number] = [{ text: "…", colour: undefined, isBold: false, isDim: true }];
const textOf = (line: Lines[number]): string => line.map(({ text }) => text).join("");

/** Leaves the lines of each cut out, with a mark in their place. Throws where a cut fits nothing: the output has changed. */
export const cutLines = (lines: Lines, cuts: readonly Cut[]): Lines => cuts.reduce(cutOnce, lines);

function cutOnce(lines: Lines, { from, to }: Cut): Lines {
  const start = lines.findIndex((line) => from.test(textOf(line)));
  const end = lines.findIndex((line, at) => at > start && to.test(textOf(line)));
  if (start < 0 || end < 0) throw new Error(`no lines from ${from} to ${to} to leave out of a picture`);
  return [...lines.slice(0, start), GAP, ...lines.slice(end)];
}
