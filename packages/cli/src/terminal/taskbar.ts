import type { Environment, OutputStream } from "../deps.ts";
import { showsTaskbar } from "./abilities.ts";

/** Progress of a command in the taskbar or tab of its terminal (OSC 9;4). */
export interface Taskbar {
  /** Share that is done, 0 to 1; undefined where only time will tell. `isWarned` where it does not move. Default false. */
  show(share: number | undefined, state?: { readonly isWarned: boolean }): void;
  /** Takes it away. The terminal would show it for as long as its window is open. */
  clear(): void;
}

const CLEAR = "\u001b]9;4;0;0\u001b\\";
const RUNNING = 1;
const UNKNOWN = 3;
const WARNED = 4;
const PERCENT = 100;

/** Does nothing where `isLive` is false, and for a stream that is no terminal or whose terminal has no such progress. */
export function createTaskbar(stream: OutputStream, env: Environment, isLive: boolean): Taskbar {
  if (!isLive || !showsTaskbar(stream, env)) return { show: () => undefined, clear: () => undefined };
  let drawn = "";
  return {
    show(share, { isWarned } = { isWarned: false }) {
      const percent = Math.round(PERCENT * Math.min(1, Math.max(0, share ?? 0)));
      const state = isWarned ? WARNED : share === undefined ? UNKNOWN : RUNNING;
      const order = `\u001b]9;4;${state};${percent}\u001b\\`;
      if (order === drawn) return;
      stream.write(order, { movesCursor: true, undo: CLEAR });
      drawn = order;
    },
    clear() {
      if (drawn !== "") stream.write(CLEAR, { movesCursor: true });
      drawn = "";
    },
  };
}
