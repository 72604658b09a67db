import { DownloadError } from "../errors/download-error.ts";
import type { Answer } from "./answer.ts";
import type { DownloadJob } from "./download-options.ts";
import type { PartFile } from "./part-file.ts";
import { describeHead, looksLike, SNIFF_BYTES } from "./sniff.ts";
import type { StallWatch } from "./stall-watch.ts";

/** Distance between two reports of progress. */
const PROGRESS_BYTES = 256 * 1024;

/** The server continues other bytes than the part's. Thrown inside a download only. */
export class OtherFile extends Error {}

export interface CopyOptions {
  readonly job: DownloadJob;
  readonly watch: StallWatch;
  /** Bytes that the part has already, asked for again to see that the server continues the same file. */
  readonly overlap: Uint8Array;
}

/** Reads a body into the part until its end. One wait per batch, for the disk. @throws OtherFile */
export async function copyBody(
  answer: Answer,
  part: PartFile,
  { job, watch, overlap }: CopyOptions,
): Promise<void> {
  let known = overlap;
  const waitForDisk = async (writing: Promise<void>) => {
    watch.pause();
    await writing;
    watch.touch();
  };
  let reportedBytes = part.sizeBytes;
  await answer.pump((received) => {
    watch.touch(received.byteLength);
    const chunk = received.subarray(known.byteLength);
    known = compare(known, received);
    if (chunk.byteLength === 0) return undefined;
    checkSize(job, part.sizeBytes + chunk.byteLength);
    const wasShort = part.sizeBytes < SNIFF_BYTES;
    const writing = part.append(chunk);
    if (wasShort && part.head.byteLength >= SNIFF_BYTES) checkKind(job, part);
    if (part.sizeBytes - reportedBytes >= PROGRESS_BYTES) {
      reportedBytes = part.sizeBytes;
      reportProgress(job, part);
    }
    return writing && waitForDisk(writing);
  });
}

/** What is left to compare. */
function compare(known: Uint8Array, received: Uint8Array): Uint8Array {
  const sizeBytes = Math.min(known.byteLength, received.byteLength);
  if (Buffer.compare(known.subarray(0, sizeBytes), received.subarray(0, sizeBytes)) !== 0)
    throw new OtherFile();
  return known.subarray(sizeBytes);
}

export function reportProgress(job: DownloadJob, part: PartFile): void {
  const { totalBytes } = part.identity;
  job.onProgress?.({ receivedBytes: part.sizeBytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
}

/** @throws DownloadError KLINGKIT_DOWNLOAD_TOO_LARGE */
export function checkSize(job: DownloadJob, sizeBytes: number): void {
  if (sizeBytes <= job.maxSizeBytes) return;
  throw new DownloadError({
    code: "KLINGKIT_DOWNLOAD_TOO_LARGE",
    message: `The file has at least ${sizeBytes} bytes, more than the ${job.maxSizeBytes} that \`maxSizeBytes\` allows.`,
    filePath: job.filePath,
  });
}

/** @throws DownloadError KLINGKIT_DOWNLOAD_NOT_MEDIA */
export function checkKind(job: DownloadJob, part: PartFile): void {
  if (looksLike(job.expects, part.head)) return;
  throw new DownloadError({
    code: "KLINGKIT_DOWNLOAD_NOT_MEDIA",
    message: `The server sent ${describeHead(part.head)} instead of a file of kind "${job.expects}" for ${job.filePath}.`,
    filePath: job.filePath,
  });
}
