import { hasMarker, KlingError } from "../../core/errors/kling-error.ts";

/** Why an input file cannot be used. */
export type MediaErrorCode =
  | "KLING_MEDIA_NOT_FOUND"
  | "KLING_MEDIA_UNREADABLE"
  | "KLING_MEDIA_FORMAT"
  | "KLING_MEDIA_TOO_LARGE"
  | "KLING_MEDIA_TOO_SMALL"
  | "KLING_MEDIA_RATIO"
  | "KLING_MEDIA_LENGTH"
  | "KLING_MEDIA_FRAME_RATE"
  | "KLING_MEDIA_NEEDS_URL";

export interface KlingMediaErrorOptions {
  readonly code: MediaErrorCode;
  readonly message: string;
  /** Name of the file as the user knows it; never its content and never a signed URL. */
  readonly mediaName: string;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.KlingMediaError");

/** An input image or video that would be refused; nothing was sent. */
export class KlingMediaError extends KlingError {
  override readonly name: string = "KlingMediaError";
  readonly [marker] = true;
  readonly mediaName: string;

  constructor(options: KlingMediaErrorOptions) {
    super({ ...options, isRetryable: false, mayHaveCharged: "no" });
    this.mediaName = options.mediaName;
  }

  static override isInstance(value: unknown): value is KlingMediaError {
    return hasMarker(value, marker);
  }
}
