import type { Io, OutputStream } from "./deps.ts";
import { EXIT } from "./errors/exit-code.ts";
import { main } from "./run-command-line.ts";

/** Streams are opened at their first use: Node makes each of them when it is looked at, which takes a few ms. */
function outputOf(open: () => NodeJS.WriteStream): OutputStream {
  return {
    get isTty() {
      return open().isTTY === true;
    },
    get columns() {
      return open().columns;
    },
    get rows() {
      return open().rows;
    },
    write: (text) => {
      open().write(text);
    },
  };
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
          let text = "";
          stdin.setEncoding("utf8");
          for await (const part of stdin) text += String(part);
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
    stdout: outputOf(() => process.stdout),
    stderr: outputOf(() => process.stderr),
  };
}

/** Runs `kling` for this process and sets its exit code. The first Ctrl-C stops in order, the second one at once. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // A reader that closes early, such as `| head`, is no failure.
  process.stdout.on("error", () => process.exit(EXIT.ok));
  process.exitCode = await main({
    argv: process.argv.slice(2),
    env: process.env,
    io: ioOf(process),
    cwd: process.cwd(),
    signal: interrupt.signal,
  });
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
}
