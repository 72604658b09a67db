import type { Readable } from "node:stream";
import type { InputStream } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { decodeText } from "../files/decode-text.ts";

type Input = Readable & { readonly isTTY?: boolean | undefined };

/** Standard input of a process. It is opened at its first use: Node makes it when it is looked at, which takes a few ms. */
export const createProcessInput = (open: () => Input): InputStream => ({
  get isTty() {
    return open().isTTY === true;
  },
  readAll: async (signal) => {
    signal.throwIfAborted();
    const stdin = open();
    // A writer that never ends must not keep Ctrl-C from working.
    const stop = () => stdin.destroy(new Error("interrupted"));
    signal.addEventListener("abort", stop, { once: true });
    try {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(Buffer.from(part));
      const text = decodeText(Buffer.concat(parts));
      if (text === undefined) throw usageError("stdin_unreadable", "Standard input is not UTF-8 text.");
      return text;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  },
  readLine: async (signal) => {
    const { createInterface } = await import("node:readline");
    const lines = createInterface({ input: open(), signal });
    try {
      // Unlike a question, which is never answered once Ctrl-D has ended the input.
      const { value } = await lines[Symbol.asyncIterator]().next();
      signal.throwIfAborted();
      return value ?? "";
    } finally {
      lines.close();
    }
  },
});
