import type { Picture } from "./picture.ts";

const UPPER_HALF = "▀";
const RESET = "\u001b[0m";

/**
 * Lines of cells that show a picture: each cell is two pixels, one above the other, in true colour. A picture of an odd
 * height loses its last line.
 */
export function drawHalfBlocks({ widthPx, heightPx, rgb }: Picture): readonly string[] {
  const colourAt = (x: number, y: number): string => {
    const at = (y * widthPx + x) * 3;
    return `${rgb[at] ?? 0};${rgb[at + 1] ?? 0};${rgb[at + 2] ?? 0}`;
  };
  return Array.from({ length: Math.floor(heightPx / 2) }, (_, row) => {
    let drawn = "";
    const cells = Array.from({ length: widthPx }, (_unused, x) => {
      const colours = `\u001b[38;2;${colourAt(x, row * 2)};48;2;${colourAt(x, row * 2 + 1)}m`;
      const order = colours === drawn ? "" : colours;
      drawn = colours;
      return `${order}${UPPER_HALF}`;
    });
    return `${cells.join("")}${RESET}`;
  });
}
