import type { Io, OutputStream } from "./deps.ts";
import { usageError } from "./errors/cli-error.ts";
import { EXIT } from "./errors/exit-code.ts";
import { main } from "./run-command-line.ts";
import { decodeText } from "./session/decode-text.ts";
import { toJson } from "./terminal/output.ts";

/** Streams are opened at their first use: Node makes each of them when it is looked at, which takes a few ms. */
function outputOf(open: () => NodeJS.WriteStream, onLost: (lost: LostText) => void): OutputStream {
  return {
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
    write: (text, { mustArrive = false } = {}) => {
      const stream = open();
      // Every write judges its own error; without a listener the stream would throw it as well.
      if (stream.listenerCount("error") === 0) stream.on("error", () => undefined);
      stream.write(text, (error) => {
        if (error) onLost({ error, text, mustArrive });
      });
    },
  };
}

interface LostText {
  readonly error: Error;
  readonly text: string;
  readonly mustArrive: boolean;
}

/** Says on standard error what could not be written, with the text itself where it holds the id of a bought task. */
function reportLost(process: NodeJS.Process, { error, text, mustArrive }: LostText): void {
  const isClosed = "code" in error && error.code === "EPIPE";
  // A reader that closes early, such as `| head`, is no failure.
  if (isClosed && !mustArrive) process.exit(EXIT.ok);
  const message = `Standard output cannot be written: ${error.message}.`;
  const lost = mustArrive ? { lost_output: text } : {};
  process.stderr.write(toJson({ success: false, error: { code: "write_error", message, ...lost } }));
  process.exit(EXIT.failure);
}

function ioOf(process: NodeJS.Process): Io {
  return {
    stdin: {
      get isTty() {
        return process.stdin.isTTY === true;
      },
      readAll: async (signal) => {
        const { stdin } = process;
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
        const { createInterface } = await import("node:readline/promises");
        const lines = createInterface({ input: process.stdin });
        try {
          return await lines.question("", { signal });
        } finally {
          lines.close();
        }
      },
    },
    stdout: outputOf(
      () => process.stdout,
      (lost) => reportLost(process, lost),
    ),
    // Nothing is left to say it on.
    stderr: outputOf(
      () => process.stderr,
      () => undefined,
    ),
  };
}

/** What asks the process to end; a terminal that closes sends SIGHUP, and no id may be lost with it. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs `kling` for this process and sets its exit code. The first Ctrl-C stops in order, the second one at once. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.exitCode = await main({
    argv: process.argv.slice(2),
    env: process.env,
    io: ioOf(process),
    cwd: process.cwd(),
    signal: interrupt.signal,
  });
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
