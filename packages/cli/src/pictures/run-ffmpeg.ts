import { execFile } from "node:child_process";

const TIMEOUT_MS = 60_000;
/** What programs need to start, and no key. */
const PASSED_ON = ["PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"] as const;

export interface FfmpegRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Bytes of its output at most. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What ffmpeg writes to its standard output. Rejects where it fails, with what it said. */
export function runFfmpeg({ program, args, maxBytes, signal }: FfmpegRun): Promise<Uint8Array> {
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const always = ["-nostdin", "-hide_banner", "-loglevel", "error"];
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...always, ...args],
      { env, signal, maxBuffer: maxBytes, timeout: TIMEOUT_MS, encoding: "buffer", windowsHide: true },
      (error, stdout, stderr) => {
        if (error) {
          const said = String(stderr).trim().split("\n").at(-1);
          reject(new Error(said ? `ffmpeg: ${said}` : error.message, { cause: error }));
        } else resolve(stdout);
      },
    );
  });
}
