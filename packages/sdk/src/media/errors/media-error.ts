import { hasMarker, KlingkitError } from "../../core/errors/klingkit-error.ts";

/** Why an input file cannot be used. */
export type MediaErrorCode =
  | "KLINGKIT_MEDIA_NOT_FOUND"
  | "KLINGKIT_MEDIA_UNREADABLE"
  | "KLINGKIT_MEDIA_FORMAT"
  | "KLINGKIT_MEDIA_TOO_LARGE"
  | "KLINGKIT_MEDIA_TOO_SMALL"
  | "KLINGKIT_MEDIA_RATIO"
  | "KLINGKIT_MEDIA_LENGTH"
  | "KLINGKIT_MEDIA_FRAME_RATE"
  | "KLINGKIT_MEDIA_NEEDS_URL";

export interface MediaErrorOptions {
  readonly code: MediaErrorCode;
  readonly message: string;
  /** Name of the file as the user knows it; never its content and never a signed URL. */
  readonly mediaName: string;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.MediaError");

/** An input image or video that would be refused; nothing was sent. */
export class MediaError extends KlingkitError {
  override readonly name: string = "MediaError";
  readonly [marker] = true;
  readonly mediaName: string;

  constructor(options: MediaErrorOptions) {
    super({ ...options, isRetryable: false, mayHaveCharged: "no" });
    this.mediaName = options.mediaName;
  }

  static override isInstance(value: unknown): value is MediaError {
    return hasMarker(value, marker);
  }
}
