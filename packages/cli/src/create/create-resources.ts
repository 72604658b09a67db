import type { Compiled, JsonObject } from "@klingkit/spec";
import type { CreatedTask, Kling } from "klingkit";

interface SendOptions {
  readonly signal: AbortSignal;
  readonly allowsRetired: boolean;
}

/** Sends a compiled create, once, through the resource of its family. */
export async function postCompiled(
  kling: Kling,
  { route, body }: Compiled,
  options: SendOptions,
): Promise<CreatedTask> {
  const { standard, v1 } = kling;
  if (route.family === "standard") {
    const resource = {
      "text-to-video": standard.textToVideo,
      "image-to-video": standard.imageToVideo,
      "omni-video": standard.omniVideo,
      "motion-control": standard.motionControl,
    }[route.capability];
    // The resources differ in the types of model and body only; spec's compiler wrote both for this very route.
    const create = resource.create as (
      model: string,
      body: JsonObject,
      options: SendOptions,
    ) => Promise<CreatedTask>;
    return create(route.model, body, options);
  }
  const resource = {
    "text-to-video": v1.text2video,
    "image-to-video": v1.image2video,
    "omni-video": v1.omniVideo,
    "motion-control": v1.motionControl,
  }[route.capability];
  // As above.
  const create = resource.create as (body: JsonObject, options: SendOptions) => Promise<CreatedTask>;
  return create(body, options);
}
