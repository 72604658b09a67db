import type { Writable } from "node:stream";
import type { OutputStream } from "../deps.ts";

type Output = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

export interface LostText {
  readonly error: Error;
  readonly text: string;
  readonly mustArrive: boolean;
}

export interface ProcessOutput extends OutputStream {
  /** Takes back at once what the texts did to the terminal that have an `undo` and are not taken back yet. */
  undoAll(): void;
}

/** A stream of a process. It is opened at its first use: Node makes it when it is looked at, which takes a few ms. */
export function createProcessOutput(open: () => Output, onLost: (lost: LostText) => void): ProcessOutput {
  const undone = new Set<string>();
  return {
    undoAll() {
      for (const text of undone) open().write(text);
      undone.clear();
    },
    get isTty() {
      return open().isTTY === true;
    },
    get columns() {
      // Terminals that were never sized say 0.
      return open().columns || undefined;
    },
    get rows() {
      return open().rows || undefined;
    },
    write: (text, { mustArrive = false, undo } = {}) => {
      const stream = open();
      undone.delete(text);
      if (undo !== undefined) undone.add(undo);
      // Every write judges its own error; without a listener the stream would throw it as well.
      if (stream.listenerCount("error") === 0) stream.on("error", () => undefined);
      stream.write(text, (error) => {
        if (error) onLost({ error, text, mustArrive });
      });
    },
  };
}
