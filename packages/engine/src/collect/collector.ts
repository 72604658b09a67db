import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import { type DownloadOptions, type DownloadProgress, download } from "klingkit/node";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import type { Collector } from "../context/collector.ts";

export interface CollectorOptions {
  /** Origins that are fetched although not https or not public, such as the emulator's. */
  readonly allowedOrigins?: readonly string[];
  /** Says in an error how to allow a host that was refused. Default: names `allowedOrigins`. */
  readonly allowHint?: (host: string, origin: string) => string;
  readonly fetch?: typeof fetch;
  readonly proxyEnv?: NonNullable<DownloadOptions["proxyEnv"]>;
  readonly clock?: Clock;
  /** In bytes. Default 2 GiB. */
  readonly maxSizeBytes?: number;
  /** Told of each file about every 256 kB. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

const OPTIONS: KeysOf<CollectorOptions> = {
  allowedOrigins: true,
  allowHint: true,
  fetch: true,
  proxyEnv: true,
  clock: true,
  maxSizeBytes: true,
  onProgress: true,
};

export function createCollector(options: CollectorOptions = {}): Collector {
  refuseUnknown("createCollector", options, OPTIONS);
  return async ({ url, refresh, filePath, resumeKey, taskId, signal }) => {
    // To the job it makes no difference: a store that was lost finds the file again that it had fetched.
    const { alreadyExisted, ...file } = await download({ url, refresh }, filePath, {
      ...options,
      resumeKey,
      ...(taskId === undefined ? {} : { taskId }),
      // The engine comes back itself, and its pauses do not hold a place among the downloads.
      maxRetries: 1,
      ...(signal ? { signal } : {}),
    });
    return file;
  };
}
