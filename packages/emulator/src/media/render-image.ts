import { composeLook } from "./compose-look.ts";
import { decodeImage } from "./decode-image.ts";
import { encodeJpeg, encodePng } from "./encode-image.ts";
import type { Look } from "./look.ts";
import type { RenderRequest } from "./render-request.ts";
import type { ImagePlan } from "./result-plan.ts";

/** The caption's layout wants a rate; a still picture has none. */
const FRAMES_PER_SECOND = 24;

/** A still picture in the manner of the clips. Sides must be even, 192 to 8192 pixels. */
export async function renderImage(
  request: RenderRequest<ImagePlan>,
  look: Look = "slate",
): Promise<Uint8Array> {
  const { plan, seed, caption } = request;
  const image = request.image === undefined ? undefined : decodeImage(request.image);
  const composition = composeLook(look, {
    ...plan,
    framesPerSecond: FRAMES_PER_SECOND,
    seed,
    caption,
    image,
  });
  return plan.format === "png" ? encodePng(composition) : encodeJpeg(composition);
}
