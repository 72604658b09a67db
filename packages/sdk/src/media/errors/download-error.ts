import { hasMarker, KlingkitError } from "../../core/errors/klingkit-error.ts";

/** Why a result file is not on disk. */
export type DownloadErrorCode =
  /** The URL, or one it redirects to, is not one that may be fetched. */
  | "KLINGKIT_DOWNLOAD_URL_REFUSED"
  | "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS"
  /** 401, 403, 404 or 410, and no fresh link helped. */
  | "KLINGKIT_DOWNLOAD_LINK_EXPIRED"
  /** Another status that no retry cured. */
  | "KLINGKIT_DOWNLOAD_HTTP_STATUS"
  /** The connection failed or broke, more often than retries allow. */
  | "KLINGKIT_DOWNLOAD_INTERRUPTED"
  | "KLINGKIT_DOWNLOAD_STALLED"
  | "KLINGKIT_DOWNLOAD_TOO_LARGE"
  /** The bytes are not the kind of file that was expected. */
  | "KLINGKIT_DOWNLOAD_NOT_MEDIA"
  | "KLINGKIT_DOWNLOAD_DISK_FULL"
  /** Another file has the name, and `overwrite` was not given. */
  | "KLINGKIT_DOWNLOAD_FILE_EXISTS"
  | "KLINGKIT_DOWNLOAD_WRITE_FAILED"
  /** A file-name template leads out of its folder or names nothing. */
  | "KLINGKIT_DOWNLOAD_BAD_PATH";

export interface DownloadErrorOptions {
  readonly code: DownloadErrorCode;
  readonly message: string;
  readonly isRetryable?: boolean;
  readonly filePath?: string | undefined;
  readonly status?: number | undefined;
  readonly receivedBytes?: number | undefined;
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly taskId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.DownloadError");

/** A download that did not end in a file. The video exists and was paid for once; downloading again costs nothing. */
export class DownloadError extends KlingkitError {
  override readonly name: string = "DownloadError";
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
  /** The same for `allowedOrigins`, such as `http://127.0.0.1:8787`. */
  readonly origin: string | undefined;

  constructor(options: DownloadErrorOptions) {
    super({ ...options, isRetryable: options.isRetryable ?? false, mayHaveCharged: "no" });
    this.filePath = options.filePath;
    this.status = options.status;
    this.receivedBytes = options.receivedBytes;
    this.host = options.host;
    this.origin = options.origin;
  }

  static override isInstance(value: unknown): value is DownloadError {
    return hasMarker(value, marker);
  }
}
