import type { LookupFunction } from "node:net";
import { resolve } from "node:path";
import { type Clock, createSystemClock } from "../../core/clock.ts";
import type { Get } from "./answer.ts";
import { type DownloadFileSystem, defaultFileSystem } from "./file-system.ts";
import { createFetchGet } from "./get-by-fetch.ts";
import { createHttpGet, type ProxyEnv } from "./get-by-http.ts";
import { createPartKey } from "./part-name.ts";
import { type ExpectedKind, expectedKindOf } from "./sniff.ts";

export interface DownloadSource {
  /** Link from a task's result; treated as hostile. */
  readonly url: string;
  /** Reads the task again for a fresh link; called when this one has expired, at most 3 times without progress. */
  readonly refresh?: () => Promise<string>;
}

export interface DownloadProgress {
  /** Includes bytes of an earlier, interrupted call. */
  readonly receivedBytes: number;
  /** Absent where the server does not tell. */
  readonly totalBytes?: number;
}

export interface DownloadOptions {
  /** Aborting keeps the part file; the next call to the same path resumes it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /**
   * Replace a file that has the name already; of a symbolic link, the link, not what it leads to. Default false: a file of the same
   * content is left as it is, and any other is refused with `KLINGKIT_DOWNLOAD_FILE_EXISTS`.
   */
  readonly overwrite?: boolean;
  /** Largest file taken, in bytes. Default 2 GiB. */
  readonly maxSizeBytes?: number;
  /** Origins that are fetched although not https or not public, such as `http://127.0.0.1:4010` (the emulator). */
  readonly allowedOrigins?: readonly string[];
  /** What the bytes must look like. Default by the extension of the path: mp4, mov, mp3, wav, jpg, png; else any. */
  readonly expects?: ExpectedKind;
  /** Longest silence of the server in ms before the connection is given up. Default 30,000. */
  readonly stallTimeoutMs?: number;
  /**
   * Least speed, measured over two minutes at a time; a slower server is given up with `KLINGKIT_DOWNLOAD_STALLED`, and the
   * part is kept for a later call. Default 1024. 0 accepts any speed.
   */
  readonly minBytesPerSecond?: number;
  /** The task that the file is a result of, kept on every error. */
  readonly taskId?: string;
  /** Says in an error how to allow a host that was refused. Default: names `allowedOrigins`. */
  readonly allowHint?: (host: string, origin: string) => string;
  /** Failures in a row without progress, 64 kB of new bytes, before giving up. Default 5. */
  readonly maxRetries?: number;
  /** Names the file at the service where its link's path may change between calls. Default: the link's path. */
  readonly resumeKey?: string;
  /** Sends the requests instead of node:http; then only the text of a host name is judged, not where it leads. */
  readonly fetch?: typeof fetch;
  /** Sends the requests through a proxy, by Node's own support (24.5 and newer, 22.21 and newer); then, too, only the text of a host name is judged. Default: what `NODE_USE_ENV_PROXY` says. */
  readonly proxyEnv?: ProxyEnv;
  readonly clock?: Clock;
  /** 0 ≤ random < 1, for the jitter of pauses. */
  readonly random?: () => number;
  readonly fileSystem?: DownloadFileSystem;
  /** Turns host names into addresses. Default DNS; unused with `fetch`. */
  readonly lookup?: LookupFunction;
}

/** Options with every default filled in. */
export interface DownloadJob
  extends Required<
    Omit<DownloadOptions, "signal" | "onProgress" | "resumeKey" | "fetch" | "lookup" | "taskId" | "proxyEnv">
  > {
  readonly signal: AbortSignal | undefined;
  readonly taskId: string | undefined;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
  readonly get: Get;
  readonly refresh: (() => Promise<string>) | undefined;
  /** Absolute. */
  readonly filePath: string;
  readonly key: string;
}

const DEFAULT_MAX_SIZE_BYTES = 2 * 1024 ** 3;
const DEFAULT_STALL_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RETRIES = 5;
/** A five-second clip of 5 MB then takes 80 minutes at most. @source INF */
const DEFAULT_MIN_BYTES_PER_SECOND = 1024;

const nameAllowedOrigins = (host: string, origin: string) =>
  `If you trust ${host}, download with \`allowedOrigins: ["${origin}"]\`.`;

export function createJob(source: DownloadSource, filePath: string, options: DownloadOptions): DownloadJob {
  const absolutePath = resolve(filePath);
  return {
    overwrite: options.overwrite ?? false,
    maxSizeBytes: options.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES,
    allowedOrigins: options.allowedOrigins ?? [],
    expects: options.expects ?? expectedKindOf(filePath),
    stallTimeoutMs: options.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS,
    minBytesPerSecond: options.minBytesPerSecond ?? DEFAULT_MIN_BYTES_PER_SECOND,
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    allowHint: options.allowHint ?? nameAllowedOrigins,
    clock: options.clock ?? createSystemClock(),
    random: options.random ?? Math.random,
    fileSystem: options.fileSystem ?? defaultFileSystem,
    get: options.fetch
      ? createFetchGet(options.fetch)
      : createHttpGet({
          allowedOrigins: options.allowedOrigins ?? [],
          lookup: options.lookup,
          proxyEnv: options.proxyEnv,
        }),
    signal: options.signal,
    taskId: options.taskId,
    onProgress: options.onProgress,
    refresh: source.refresh,
    filePath: absolutePath,
    key: createPartKey(absolutePath, options.resumeKey ?? pathOf(source.url)),
  };
}

/** Path without query: the query holds the signature, which changes with every refresh. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
