import { KlingDownloadError } from "../errors/kling-download-error.ts";
import type { Answer } from "./answer.ts";
import type { DownloadJob } from "./download-options.ts";
import type { PartFile } from "./part-file.ts";
import { describeHead, looksLike, SNIFF_BYTES } from "./sniff.ts";
import type { StallWatch } from "./stall-watch.ts";

/** Reads a body into the part until its end. One wait per batch, for the disk. */
export async function copyBody(
  answer: Answer,
  part: PartFile,
  { job, watch }: { readonly job: DownloadJob; readonly watch: StallWatch },
): Promise<void> {
  const waitForDisk = async (writing: Promise<void>) => {
    watch.pause();
    await writing;
    watch.touch();
    reportProgress(job, part);
  };
  await answer.pump((chunk) => {
    watch.touch();
    checkSize(job, part.sizeBytes + chunk.byteLength);
    const wasShort = part.sizeBytes < SNIFF_BYTES;
    const writing = part.append(chunk);
    if (wasShort && part.head.byteLength >= SNIFF_BYTES) checkKind(job, part);
    return writing && waitForDisk(writing);
  });
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

/** @throws KlingDownloadError KLING_DOWNLOAD_NOT_MEDIA */
export function checkKind(job: DownloadJob, part: PartFile): void {
  if (looksLike(job.expects, part.head)) return;
  throw new KlingDownloadError({
    code: "KLING_DOWNLOAD_NOT_MEDIA",
    message: `The server sent ${describeHead(part.head)} instead of a file of kind "${job.expects}" for ${job.filePath}.`,
    filePath: job.filePath,
  });
}
