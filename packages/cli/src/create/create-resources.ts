import type { Compiled, JsonObject } from "@klingkit/spec";
import type { CreatedTask, Kling } from "klingkit";

/** Sends a compiled create through the resource of its family. */
export async function postCompiled(
  kling: Kling,
  compiled: Compiled,
  signal: AbortSignal,
): Promise<CreatedTask> {
  const { route, body } = compiled;
  const product = route.operation?.product;
  if (route.family === "standard") return createStandard(kling, compiled, signal);
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

/** The cases pair a capability with its resource, which the types of the bodies need. */
function createStandard(kling: Kling, { route, body }: Compiled, signal: AbortSignal): Promise<CreatedTask> {
  const { textToVideo, imageToVideo, omniVideo, motionControl } = kling.standard;
  const create = {
    "text-to-video": textToVideo,
    "image-to-video": imageToVideo,
    "omni-video": omniVideo,
    "motion-control": motionControl,
  }[route.capability].create;
  // The resources differ only in the types of model and body, both of which the compiler has checked against the same spec.
  const send = create as (
    model: string,
    body: JsonObject,
    options: { signal: AbortSignal },
  ) => Promise<CreatedTask>;
  return send(route.model, body, { signal });
}
