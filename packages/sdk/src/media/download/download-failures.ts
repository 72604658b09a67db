import { systemErrorOf } from "../../core/errors/create-call-error.ts";
import { DownloadError, type DownloadErrorCode } from "../errors/download-error.ts";

/** A connection that failed or broke: worth another attempt. `origin`: of the server that has not responded yet. */
export function createBreak(cause: unknown, origin?: string): DownloadError {
  return new DownloadError({
    code: "KLINGKIT_DOWNLOAD_INTERRUPTED",
    message: "The connection broke.",
    isRetryable: true,
    origin,
    cause,
  });
}

export function isBreak(error: unknown): error is DownloadError {
  return DownloadError.isInstance(error) && error.code === "KLINGKIT_DOWNLOAD_INTERRUPTED";
}

/** What happened to the connection, with the code of the system where it has one: `no response from https://files.example (ENOTFOUND)`. */
export function breakReason(error: unknown): string {
  const { origin, cause } = isBreak(error) ? error : {};
  const code = systemErrorOf(cause)?.code;
  return `${origin === undefined ? "the connection broke" : `no response from ${origin}`}${code === undefined ? "" : ` (${code})`}`;
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
}: FailureOptions): DownloadError {
  const next =
    receivedBytes > 0 ? `Download again to continue after ${receivedBytes} bytes.` : "Download again later.";
  return new DownloadError({
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
): DownloadError {
  const next = {
    expired: "The link has expired or the file was purged: read the task again for a fresh link.",
    transient: "Download again later.",
    refused: "Another attempt will not help.",
  }[isExpired];
  return new DownloadError({
    code: isExpired === "expired" ? "KLINGKIT_DOWNLOAD_LINK_EXPIRED" : "KLINGKIT_DOWNLOAD_HTTP_STATUS",
    message: `${filePath} was not downloaded: the server answered HTTP ${status}. ${next}`,
    isRetryable: isExpired === "transient",
    filePath,
    status,
  });
}
