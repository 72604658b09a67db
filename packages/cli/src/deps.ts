import type { Telemetry } from "@klingkit/engine";

/** Time as the CLI sees it; tests replace it. */
export interface Clock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface WriteOptions {
  /** The text holds the id of a bought task: where it cannot be written, it goes to standard error. Default false. */
  readonly mustArrive?: boolean;
  /** The text moves the cursor, and its writer has made safe what it shows. Default false: a terminal is guarded. */
  readonly movesCursor?: boolean;
  /**
   * Text that takes back what this one does to the terminal. It is written where the process ends before its writer has
   * done so, as at a second Ctrl-C.
   */
  readonly undo?: string;
}

export interface OutputStream {
  readonly isTty: boolean;
  /** Width of the terminal in characters; absent when it is none. */
  readonly columns?: number | undefined;
  /** Height of the terminal in lines; absent when it is none. */
  readonly rows?: number | undefined;
  write(text: string, options?: WriteOptions): void;
}

export interface InputStream {
  readonly isTty: boolean;
  /** Reads everything until the end. Rejects when the signal aborts. */
  readAll(signal: AbortSignal): Promise<string>;
  /** Reads one line, without its end; empty when there is none. Rejects when the signal aborts. */
  readLine(signal: AbortSignal): Promise<string>;
}

export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that a command may touch. Nothing else reads the process. */
export interface Deps {
  readonly env: Environment;
  /** `linux`, `darwin`, `win32` …, where files have their places. */
  readonly platform: string;
  /** Config files in places that no variable moves; they can only make rules stricter. */
  readonly fixedConfigPaths: () => readonly string[];
  readonly io: Io;
  readonly fetch: typeof fetch;
  /** Set when the caller of `main` gave a fetch; downloads then use it, too. */
  readonly givenFetch: typeof fetch | undefined;
  /** `--debug` or `KLING_DEBUG=1`: each exchange is written to standard error. */
  readonly isDebug: boolean;
  /** `--log-file` or `KLING_LOG_FILE`: each exchange is a line of this file. Absolute; absent without either. */
  readonly logFile: string | undefined;
  readonly clock: Clock;
  /** Of downloads, whose bytes come in real time whatever `clock` is. */
  readonly downloadClock: Clock;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Makes the random part of an external task id. */
  readonly newId: () => string;
  /** Words after `kling`, as typed. */
  readonly argv: readonly string[];
  /** Fields of the result that `--json a,b` names, where the command has no list of its own. */
  readonly jsonFields?: string;
  /** All that the documents of the command list; a field of these that a result lacks is left out. */
  readonly knownFields?: readonly string[];
  /** Where the steps of jobs are reported; absent for nowhere. */
  readonly telemetry?: Telemetry;
}
