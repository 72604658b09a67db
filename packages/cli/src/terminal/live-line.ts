import type { OutputStream } from "../deps.ts";
import { cutEnd } from "./cells.ts";
import { rowsOf } from "./rows-of.ts";
import { showOnOneLine } from "./show-controls.ts";

export interface LiveLine {
  draw(text: string): void;
  clear(): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const CLEAR_LINE = "\r\u001b[2K";
const CLEAR_DOWN = "\u001b[J";

/** One line that is redrawn in place; nothing at all when `isLive` is false or the stream is no terminal. */
export function createLiveLine(stream: OutputStream, isLive: boolean): LiveLine {
  let drawn: string | undefined;
  let frame = 0;
  const isShown = isLive && stream.isTty;
  const columns = () => stream.columns ?? 80;
  /** Of a terminal that became narrower, the rows above are its own, too. */
  const erase = (): string => {
    const above = drawn === undefined ? 0 : rowsOf([drawn], columns()) - 1;
    return above > 0 ? `\r\u001b[${above}A${CLEAR_DOWN}` : CLEAR_LINE;
  };
  return {
    draw(text) {
      if (!isShown) return;
      // A line that wraps cannot be redrawn.
      const line = cutEnd(`${FRAMES[frame % FRAMES.length]} ${showOnOneLine(text)}`, columns() - 1);
      stream.write(`${erase()}${line}`, { movesCursor: true });
      frame += 1;
      drawn = line;
    },
    clear() {
      if (drawn !== undefined) stream.write(erase(), { movesCursor: true });
      drawn = undefined;
    },
  };
}
