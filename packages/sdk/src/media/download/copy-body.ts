import { KlingDownloadError } from "../errors/kling-download-error.ts";
import { createBreak } from "./download-failures.ts";
import type { DownloadJob } from "./download-options.ts";
import type { PartFile } from "./part-file.ts";
import { describeHead, looksLike, SNIFF_BYTES } from "./sniff.ts";
import type { StallWatch } from "./stall-watch.ts";

export interface CopyOptions {
  readonly job: DownloadJob;
  readonly watch: StallWatch;
  /** Caller's abort and the stall watch together. */
  readonly signal: AbortSignal;
}

/**
 * Reads a body into the part until its end, or until the signal aborts, which ends it without a throw.
 * One wait per chunk for the network, one per batch for the disk.
 */
export async function copyBody(
  body: ReadableStream<Uint8Array>,
  part: PartFile,
  options: CopyOptions,
): Promise<void> {
  const { job, watch, signal } = options;
  const reader = body.getReader();
  // Also ends bodies that do not listen to the signal of their request.
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  try {
    while (!signal.aborted) {
      const { done, value } = await readChunk(reader);
      if (done) break;
      watch.touch();
      checkSize(job, part.sizeBytes + value.byteLength);
      const writing = part.append(value);
      if (part.sizeBytes - value.byteLength < SNIFF_BYTES) checkHead(job, part);
      if (writing === undefined) continue;
      watch.pause();
      await writing;
      watch.touch();
      reportProgress(job, part);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    throw createBreak(error);
  }
}

export function reportProgress(job: DownloadJob, part: PartFile): void {
  const { totalBytes } = part.identity;
  job.onProgress?.({ receivedBytes: part.sizeBytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
}

/** @throws KlingDownloadError KLING_DOWNLOAD_TOO_LARGE */
export function checkSize(job: DownloadJob, sizeBytes: number): void {
  if (sizeBytes <= job.maxSizeBytes) return;
  throw new KlingDownloadError({
    code: "KLING_DOWNLOAD_TOO_LARGE",
    message: `The file has at least ${sizeBytes} bytes, more than the ${job.maxSizeBytes} that \`maxSizeBytes\` allows.`,
    filePath: job.filePath,
  });
}

function checkHead(job: DownloadJob, part: PartFile): void {
  if (part.head.byteLength >= SNIFF_BYTES) checkWhole(job, part);
}

/** @throws KlingDownloadError KLING_DOWNLOAD_NOT_MEDIA */
export function checkWhole(job: DownloadJob, part: PartFile): void {
  if (looksLike(job.expects, part.head)) return;
  throw new KlingDownloadError({
    code: "KLING_DOWNLOAD_NOT_MEDIA",
    message: `The server sent ${describeHead(part.head)} instead of a file of kind "${job.expects}" for ${job.filePath}.`,
    filePath: job.filePath,
  });
}
