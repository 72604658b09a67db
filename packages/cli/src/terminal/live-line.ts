import type { Environment, Io } from "../deps.ts";
import { canRedraw } from "./abilities.ts";
import { cutEnd } from "./cells.ts";
import { rowsOf } from "./rows-of.ts";
import { showOnOneLine } from "./show-controls.ts";

interface LiveDeps {
  readonly io: Pick<Io, "stderr">;
  readonly env: Environment;
}

export interface LiveLine {
  draw(text: string): void;
  clear(): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const CLEAR_LINE = "\r\u001b[2K";

/** One line on standard error that is redrawn in place; nothing at all when `isLive` is false or where nothing can be redrawn. */
export function createLiveLine({ io, env }: LiveDeps, isLive: boolean): LiveLine {
  const stream = io.stderr;
  let drawn: string | undefined;
  let frame = 0;
  const isShown = isLive && canRedraw(stream, env);
  const columns = () => stream.columns ?? 80;
  /** Of a terminal that became narrower, the rows above are its own, too. */
  const erase = (): string => {
    const above = drawn === undefined ? 0 : rowsOf([drawn], columns()) - 1;
    return `${CLEAR_LINE}${`\u001b[A${CLEAR_LINE}`.repeat(above)}`;
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
