import { widthOf } from "./cells.ts";
import { showOnOneLine } from "./show-controls.ts";

/** `label  value` lines under each other. */
export function formatPairs(
  pairs: readonly (readonly [label: string, value: string])[],
  paintLabel: (text: string) => string = (text) => text,
): string {
  const width = Math.max(...pairs.map(([label]) => widthOf(label)));
  return pairs
    .map(([label, value]) => `  ${paintLabel(label.padEnd(width))}  ${showOnOneLine(value)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}
