import type { Clock } from "klingkit";
import { type DownloadOptions, type DownloadProgress, download } from "klingkit/node";

export interface CollectedFile {
  /** Absolute. */
  readonly filePath: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** What is doubtful about the file, in a sentence. Absent for a sound one. */
  readonly warning?: string;
}

export interface CollectRequest {
  readonly url: string;
  /** Reads the task again for a fresh link. */
  readonly refresh: () => Promise<string>;
  readonly filePath: string;
  /** Names the file at the service, whatever its link. */
  readonly resumeKey: string;
  /** Kept on every error. */
  readonly taskId?: string;
  readonly signal?: AbortSignal;
}

/** Brings a result to the disk. Rejects with a DownloadError; a later call resumes. */
export type Collector = (request: CollectRequest) => Promise<CollectedFile>;

export interface CollectorOptions {
  /** Origins that are fetched although not https or not public, such as the emulator's. */
  readonly allowedOrigins?: readonly string[];
  /** Says in an error how to allow a host that was refused. Default: names `allowedOrigins`. */
  readonly allowHint?: (host: string) => string;
  readonly fetch?: typeof fetch;
  readonly proxyEnv?: NonNullable<DownloadOptions["proxyEnv"]>;
  readonly clock?: Clock;
  /** In bytes. Default 2 GiB. */
  readonly maxSizeBytes?: number;
  /** Told of each file about every 256 kB. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export function createCollector(options: CollectorOptions = {}): Collector {
  return ({ url, refresh, filePath, resumeKey, taskId, signal }) =>
    download({ url, refresh }, filePath, {
      ...options,
      resumeKey,
      ...(taskId === undefined ? {} : { taskId }),
      // The engine comes back itself, and its pauses do not hold a place among the downloads.
      maxRetries: 1,
      ...(signal ? { signal } : {}),
    });
}
