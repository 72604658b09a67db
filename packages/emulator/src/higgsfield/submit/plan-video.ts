import type { PixelSize } from "../../inputs/image-size.ts";
import { imageRatio, namedRatio, sizeByRatio } from "../../inputs/picture-size.ts";
import type { VideoPlan } from "../../media/index.ts";
import type { SubmitRequest } from "./submit-request.ts";

/** Shorter side in pixels by resolution. @source MIRROR 2026-10 (std 720p, pro 1080p, 4k); 4k is UHD, INF */
const SHORT_SIDE_PX: Readonly<Record<string, number>> = { "720p": 720, "1080p": 1080, "4k": 2160 };
const DEFAULT_SHORT_SIDE_PX = 1080;
/** Ratios that a picture can be encoded in. INF: what the service does with longer images is not known. */
const IMAGE_RATIOS = { minAspect: 0.4, maxAspect: 2.5 } as const;

/** The video that a request will have made; without a ratio it follows its input, as far as its size is known. */
export function planVideo(
  { state, endpoint, body }: Pick<SubmitRequest, "state" | "endpoint" | "body">,
  inputSize: PixelSize | undefined,
): VideoPlan {
  const [video] = endpoint.outcome(body).results;
  const ratio =
    video?.aspectRatio === undefined && inputSize
      ? imageRatio(inputSize, IMAGE_RATIOS)
      : namedRatio(video?.aspectRatio ?? "16:9");
  return {
    kind: "video",
    ...sizeByRatio(SHORT_SIDE_PX[video?.resolution ?? ""] ?? DEFAULT_SHORT_SIDE_PX, ratio),
    durationSeconds: video?.seconds ?? state.settings.switches.assumedInputSeconds,
    hasAudio: video?.hasSound ?? false,
  };
}
