import { hasMarker, KlingError } from "../../core/errors/kling-error.ts";

/** Why a result file is not on disk. */
export type DownloadErrorCode =
  /** The URL, or one it redirects to, is not one that may be fetched. */
  | "KLING_DOWNLOAD_URL_REFUSED"
  | "KLING_DOWNLOAD_TOO_MANY_REDIRECTS"
  /** 401, 403, 404 or 410, and no fresh link helped. */
  | "KLING_DOWNLOAD_LINK_EXPIRED"
  /** Another status that no retry cured. */
  | "KLING_DOWNLOAD_HTTP_STATUS"
  /** The connection failed or broke, more often than retries allow. */
  | "KLING_DOWNLOAD_INTERRUPTED"
  | "KLING_DOWNLOAD_STALLED"
  | "KLING_DOWNLOAD_TOO_LARGE"
  /** The bytes are not the kind of file that was expected. */
  | "KLING_DOWNLOAD_NOT_MEDIA"
  | "KLING_DOWNLOAD_DISK_FULL"
  | "KLING_DOWNLOAD_WRITE_FAILED"
  /** A file-name template leads out of its folder or names nothing. */
  | "KLING_DOWNLOAD_BAD_PATH";

export interface KlingDownloadErrorOptions {
  readonly code: DownloadErrorCode;
  readonly message: string;
  readonly isRetryable?: boolean;
  readonly filePath?: string | undefined;
  readonly status?: number | undefined;
  readonly receivedBytes?: number | undefined;
  readonly host?: string | undefined;
  readonly taskId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.KlingDownloadError");

/** A download that did not end in a file. The video exists and was paid for once; downloading again costs nothing. */
export class KlingDownloadError extends KlingError {
  override readonly name: string = "KlingDownloadError";
  readonly [marker] = true;
  declare readonly code: DownloadErrorCode;
  /** Where the file would have been, absolute. */
  readonly filePath: string | undefined;
  /** HTTP status, where one decided. */
  readonly status: number | undefined;
  /** Bytes that a later call can resume from. */
  readonly receivedBytes: number | undefined;
  /** Host, with its port, of the link that was refused: what to allow, if you trust it. */
  readonly host: string | undefined;

  constructor(options: KlingDownloadErrorOptions) {
    super({ ...options, isRetryable: options.isRetryable ?? false, mayHaveCharged: "no" });
    this.filePath = options.filePath;
    this.status = options.status;
    this.receivedBytes = options.receivedBytes;
    this.host = options.host;
  }

  static override isInstance(value: unknown): value is KlingDownloadError {
    return hasMarker(value, marker);
  }
}
