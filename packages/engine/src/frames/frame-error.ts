export type FrameErrorCode =
  | "frame_decoder_missing"
  | "frame_decoder_unusable"
  | "frame_decoder_failed"
  | "frame_decoder_timeout"
  | "video_missing"
  | "video_unreadable";

/** The last frame of a video cannot be had. Nothing was sent and nothing was spent. */
export class FrameError extends Error {
  override readonly name = "FrameError";
  readonly code: FrameErrorCode;

  constructor(code: FrameErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
