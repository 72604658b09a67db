import { spawn } from "node:child_process";
import { FrameError } from "./frame-error.ts";

/** What is kept of a program's complaints, from their end, in characters. */
const KEPT_CHARACTERS = 8000;

export interface DecoderRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** From the start to the end of the program, in ms. */
  readonly timeoutMs: number;
}

export interface DecoderEnd {
  readonly isOk: boolean;
  /** Both outputs, the last 8000 characters. */
  readonly text: string;
}

/**
 * Runs ffmpeg to its end. It reads no keyboard and sees no variable of ours but those that programs need to start, so no key
 * either. Throws FrameError `frame_decoder_timeout` and `frame_decoder_unusable`, and the reason of an aborted signal.
 */
export function runDecoder({ program, args, signal, timeoutMs }: DecoderRun): Promise<DecoderEnd> {
  signal?.throwIfAborted();
  const deadline = AbortSignal.timeout(timeoutMs);
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: environmentOf(process.env),
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  let text = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8");
    output.on("data", (part: string) => {
      text = (text + part).slice(-KEPT_CHARACTERS);
    });
  }
  return new Promise((resolve, reject) => {
    let failure: unknown;
    child.on("error", (error) => {
      if (signal?.aborted) failure = signal.reason;
      else if (deadline.aborted) failure = tookTooLong(timeoutMs, error);
      else reject(cannotRun(program, error));
    });
    // After the program is gone, so that whoever cleans up finds its files closed.
    child.on("close", (exitCode) => {
      if (failure === undefined) resolve({ isOk: exitCode === 0, text });
      else reject(failure);
    });
  });
}

const PASSED_ON = ["PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"] as const;

function environmentOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const tookTooLong = (timeoutMs: number, cause: Error) =>
  new FrameError(
    "frame_decoder_timeout",
    `ffmpeg did not end within ${timeoutMs / 1000} s and was stopped. Nothing was sent.`,
    { cause },
  );

const cannotRun = (program: string, cause: Error) =>
  new FrameError("frame_decoder_unusable", `${program} cannot be run: ${cause.message}. Nothing was sent.`, {
    cause,
  });
