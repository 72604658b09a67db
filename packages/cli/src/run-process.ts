import type { Io, OutputStream } from "./deps.ts";
import { EXIT } from "./errors/exit-code.ts";
import { main } from "./run-command-line.ts";

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    isTty: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write: (text) => {
      stream.write(text);
    },
  };
}

function ioOf({ stdin, stdout, stderr }: NodeJS.Process): Io {
  return {
    stdin: {
      get isTty() {
        return stdin.isTTY === true;
      },
      readAll: async () => {
        let text = "";
        stdin.setEncoding("utf8");
        for await (const part of stdin) text += String(part);
        return text;
      },
    },
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
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
