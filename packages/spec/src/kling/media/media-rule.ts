import type { Source } from "../../source.ts";

/** What an input file must be. Sizes in bytes (1 MB = 1,048,576), sides in pixels, lengths in seconds. */
export interface MediaRule {
  readonly kind: "image" | "video" | "audio";
  readonly formats: readonly string[];
  /** How the value travels: bare base64 (no `data:` prefix) or an http(s) URL. */
  readonly accepts: readonly ("base64" | "url")[];
  /** Absent where nobody publishes a limit. */
  readonly maxSizeBytes?: number;
  readonly minSidePx?: number;
  readonly maxSidePx?: number;
  readonly maxAreaPx?: number;
  /** Width divided by height. */
  readonly minAspect?: number;
  readonly maxAspect?: number;
  readonly minSeconds?: number;
  readonly maxSeconds?: number;
  readonly minFramesPerSecond?: number;
  readonly maxFramesPerSecond?: number;
  readonly source: Source;
}
