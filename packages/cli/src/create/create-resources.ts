import type { Compiled } from "@klingkit/spec";
import type { CreatedTask, Kling } from "klingkit";

/** Sends a compiled create through the resource of its family. */
export async function postCompiled(
  kling: Kling,
  compiled: Compiled,
  signal: AbortSignal,
): Promise<CreatedTask> {
  const { route, body } = compiled;
  const product = route.operation?.product;
  if (route.family === "standard") {
    const resource = {
      "text-to-video": kling.standard.textToVideo,
      "image-to-video": kling.standard.imageToVideo,
      "omni-video": kling.standard.omniVideo,
      "motion-control": kling.standard.motionControl,
    }[route.capability];
    return resource.create(route.model, body, { signal });
  }
  switch (product) {
    case "text2video":
      return kling.v1.text2video.create(body, { signal });
    case "image2video":
      return kling.v1.image2video.create(body, { signal });
    case "omni-video":
      return kling.v1.omniVideo.create(body, { signal });
    case "motion-control":
      return kling.v1.motionControl.create(body, { signal });
    default:
      throw new RangeError(`${route.id} has no resource`);
  }
}
