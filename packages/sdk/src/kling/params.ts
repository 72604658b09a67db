import type { JsonObject } from "@klingkit/spec";

/**
 * Bodies of the creates, by capability and model. Fields are spelt as on the wire.
 * One place on purpose: the generated interfaces of `params.gen.ts` are plugged in here.
 */
export interface StandardBodies {
  readonly "text-to-video": Readonly<Record<TextToVideoModel, JsonObject>>;
  readonly "image-to-video": Readonly<Record<TextToVideoModel, JsonObject>>;
  readonly "omni-video": Readonly<Record<"kling-3.0-omni" | "kling-o1", JsonObject>>;
  readonly "motion-control": Readonly<Record<"kling-3.0" | "kling-2.6", JsonObject>>;
}

type TextToVideoModel = "kling-3.0-turbo" | "kling-3.0" | "kling-2.6" | "kling-2.5-turbo";

export interface LegacyBodies {
  readonly text2video: JsonObject;
  readonly image2video: JsonObject;
  readonly "omni-video": JsonObject;
  readonly "motion-control": JsonObject;
}
