import { type DownloadErrorCode, KlingDownloadError } from "../errors/kling-download-error.ts";

/** A connection that failed or broke: worth another attempt. */
export function createBreak(cause: unknown): KlingDownloadError {
  return new KlingDownloadError({
    code: "KLING_DOWNLOAD_INTERRUPTED",
    message: "The connection broke.",
    isRetryable: true,
    cause,
  });
}

export function isBreak(error: unknown): boolean {
  return KlingDownloadError.isInstance(error) && error.code === "KLING_DOWNLOAD_INTERRUPTED";
}

export interface FailureOptions {
  readonly code: DownloadErrorCode;
  readonly reason: string;
  readonly filePath: string;
  readonly receivedBytes?: number | undefined;
  readonly cause?: unknown;
}

/** An error that another call may cure, with the bytes that it can start from. */
export function createFailure({
  reason,
  filePath,
  receivedBytes = 0,
  ...rest
}: FailureOptions): KlingDownloadError {
  const next =
    receivedBytes > 0 ? `Download again to go on after ${receivedBytes} bytes.` : "Download again later.";
  return new KlingDownloadError({
    ...rest,
    message: `${filePath} was not downloaded: ${reason}. ${next}`,
    isRetryable: true,
    filePath,
    receivedBytes,
  });
}

/** An answer that is not the file. The service's links are purged after some weeks and signed for less. */
export function createStatusFailure(
  filePath: string,
  status: number,
  isExpired: "expired" | "transient" | "refused",
): KlingDownloadError {
  const next = {
    expired: "The link has expired or the file was purged: read the task again for a fresh link.",
    transient: "Download again later.",
    refused: "Another attempt will not help.",
  }[isExpired];
  return new KlingDownloadError({
    code: isExpired === "expired" ? "KLING_DOWNLOAD_LINK_EXPIRED" : "KLING_DOWNLOAD_HTTP_STATUS",
    message: `${filePath} was not downloaded: the server answered HTTP ${status}. ${next}`,
    isRetryable: isExpired === "transient",
    filePath,
    status,
  });
}
