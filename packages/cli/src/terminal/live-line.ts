import type { OutputStream } from "../deps.ts";

export interface LiveLine {
  draw(text: string): void;
  clear(): void;
}

const CLEAR_LINE = "\r\u001b[2K";

/** One line that is redrawn in place; nothing at all when `isLive` is false or the stream is no terminal. */
export function createLiveLine(stream: OutputStream, isLive: boolean): LiveLine {
  let isDrawn = false;
  const isShown = isLive && stream.isTty;
  return {
    draw(text) {
      if (!isShown) return;
      // A line that wraps cannot be redrawn.
      const width = (stream.columns ?? 80) - 1;
      stream.write(`${CLEAR_LINE}${[...text].slice(0, width).join("")}`);
      isDrawn = true;
    },
    clear() {
      if (isDrawn) stream.write(CLEAR_LINE);
      isDrawn = false;
    },
  };
}
