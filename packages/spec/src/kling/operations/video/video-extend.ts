import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeLength } from "../../check/common-rules.ts";
import { idText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { ceilingPrice } from "../../facts/units.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 2500;

/** Units per call by the mode of the source. @source DOC 2026-09-20 pricing/base/video */
export const VIDEO_EXTEND_UNITS = { std: 2, pro: 3.5 } as const;

/** Only their videos can be extended, and the service runs none of them any more. @source DOC-OLD 2026-03 */
export const EXTENDABLE_MODELS: readonly string[] = ["kling-v1", "kling-v1-5", "kling-v1-6"];

const ENDED =
  "only videos of kling-v1, kling-v1-5 and kling-v1-6 can be extended, and Kling no longer runs them";

const prompt = (description: string) =>
  optionalField(s.string(), { description, unit: "characters", maxLength: PROMPT_MAX_CHARACTERS });

/** Makes a video 4 to 5 seconds longer; model and mode are those of the source. Up to 3 minutes in all. */
export const videoExtend = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/video-extend",
  title: "Extend a video",
  sdk: ["videos", "extend"],
  cli: ["video", "extend"],
  body: () =>
    s.object({
      video_id: requiredField(idText(), {
        description: "Id of the video to extend: a result of text2video, image2video or video-extend.",
      }),
      prompt: prompt("What happens in the added part."),
      negative_prompt: prompt("What the added part must not show."),
      cfg_scale: optionalField(s.number({ minimum: 0, maximum: 1 }), {
        description: "How closely the prompt is followed; kling-v1 sources take none.",
        serviceDefault: 0.5,
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { facts } = scope;
    judgeLength(scope, "prompt", facts.prompt, PROMPT_MAX_CHARACTERS);
    judgeLength(scope, "negative_prompt", facts.texts["negative_prompt"], PROMPT_MAX_CHARACTERS);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, facts.callbackUrl);
    scope.warn({ rule: "retirement-announced", path: "video_id", message: `${ENDED}.` });
  },
  // The whole video: as long as its source and 4 to 5 seconds more.
  outcome: () => ({ results: [{ kind: "video" }], slots: 1, pool: poolOf("video") }),
  estimate: () =>
    ceilingPrice(
      "video",
      VIDEO_EXTEND_UNITS.pro,
      `it follows the mode of the source: ${VIDEO_EXTEND_UNITS.std} units (std) or ${VIDEO_EXTEND_UNITS.pro} (pro)`,
    ),
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: ENDED,
  },
});
