import type { Io } from "./deps.ts";
import { ClosedOutput } from "./errors/closed-output.ts";
import { EXIT } from "./errors/exit-code.ts";
import { main } from "./run-command-line.ts";
import { toJson } from "./terminal/output.ts";
import { createProcessInput } from "./terminal/process-input.ts";
import { createProcessOutput, type LostText } from "./terminal/process-output.ts";

/** Says on standard error what could not be written, with the text itself where it holds the id of a bought task. */
function reportLost(
  process: NodeJS.Process,
  interrupt: AbortController,
  { error, text, mustArrive }: LostText,
): void {
  const isClosed = "code" in error && error.code === "EPIPE";
  // A reader that closes early, such as `| head`, is no failure by itself; what would go on unheard stops in order.
  if (isClosed && !mustArrive) {
    interrupt.abort(new ClosedOutput());
    return;
  }
  const message = `Standard output cannot be written: ${error.message}.`;
  const lost = mustArrive ? { lost_output: text } : {};
  process.stderr.write(toJson({ success: false, error: { code: "write_error", message, ...lost } }));
  process.exit(EXIT.failure);
}

function ioOf(process: NodeJS.Process, interrupt: AbortController) {
  return {
    stdin: createProcessInput(() => process.stdin),
    stdout: createProcessOutput(
      () => process.stdout,
      (lost) => reportLost(process, interrupt, lost),
    ),
    // Nothing is left to say it on.
    stderr: createProcessOutput(
      () => process.stderr,
      () => undefined,
    ),
  } satisfies Io;
}

/** What asks the process to end; a terminal that closes sends SIGHUP, and no id may be lost with it. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs `kling` for this process and sets its exit code. The first Ctrl-C stops in order, the second one at once. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  const interrupt = new AbortController();
  const io = ioOf(process, interrupt);
  const onSignal = () => {
    if (interrupt.signal.aborted) {
      io.stdout.undoAll();
      io.stderr.undoAll();
      process.exit(EXIT.interrupted);
    }
    interrupt.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.exitCode = await main({
    argv: process.argv.slice(2),
    env: process.env,
    io,
    cwd: process.cwd(),
    signal: interrupt.signal,
  });
  for (const signal of SIGNALS) process.off(signal, onSignal);
  // A socket whose other side is silent must not keep a process that was asked to end.
  if (interrupt.signal.aborted) setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}

/** For output that is still on its way. */
const LAST_WORDS_MS = 2000;
