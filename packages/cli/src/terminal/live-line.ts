import type { OutputStream } from "../deps.ts";
import { showOnOneLine } from "./show-controls.ts";

export interface LiveLine {
  draw(text: string): void;
  clear(): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const CLEAR_LINE = "\r\u001b[2K";

/** One line that is redrawn in place; nothing at all when `isLive` is false or the stream is no terminal. */
export function createLiveLine(stream: OutputStream, isLive: boolean): LiveLine {
  let isDrawn = false;
  let frame = 0;
  const isShown = isLive && stream.isTty;
  return {
    draw(text) {
      if (!isShown) return;
      // A line that wraps cannot be redrawn.
      const width = (stream.columns ?? 80) - 1;
      const line = `${FRAMES[frame % FRAMES.length]} ${showOnOneLine(text)}`;
      stream.write(`${CLEAR_LINE}${[...line].slice(0, width).join("")}`, { movesCursor: true });
      frame += 1;
      isDrawn = true;
    },
    clear() {
      if (isDrawn) stream.write(CLEAR_LINE, { movesCursor: true });
      isDrawn = false;
    },
  };
}
