import type { Clock } from "klingkit";
import { type DownloadProgress, download } from "klingkit/node";

export interface CollectedFile {
  /** Absolute. */
  readonly filePath: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface CollectRequest {
  readonly url: string;
  /** Reads the task again for a fresh link. */
  readonly refresh: () => Promise<string>;
  readonly filePath: string;
  /** Names the file at the service, whatever its link. */
  readonly resumeKey: string;
  readonly signal?: AbortSignal;
}

/** Brings a result to the disk. Rejects with a KlingDownloadError; a later call resumes. */
export type Collector = (request: CollectRequest) => Promise<CollectedFile>;

export interface CollectorOptions {
  /** Origins that are fetched although not https or not public, such as the emulator's. */
  readonly allowedOrigins?: readonly string[];
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** In bytes. Default 2 GiB. */
  readonly maxSizeBytes?: number;
  /** Told of each file about every 256 kB. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export function createCollector(options: CollectorOptions = {}): Collector {
  return ({ url, refresh, filePath, resumeKey, signal }) =>
    download({ url, refresh }, filePath, {
      ...options,
      resumeKey,
      // The engine comes back itself, and its pauses do not hold a place among the downloads.
      maxRetries: 1,
      ...(signal ? { signal } : {}),
    });
}
