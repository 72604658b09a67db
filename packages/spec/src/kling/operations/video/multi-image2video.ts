import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage, judgeLength, judgeListLength } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { objectOf } from "../../check/read-body.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 2500;
const IMAGES = { min: 1, max: 4 } as const;
const RATIOS = ["16:9", "9:16", "1:1"] as const;

/** Units per second, by mode. @source DOC 2026-09 */
const UNITS_PER_SECOND = { std: 0.4, pro: 0.7 } as const;

const secondsOf = (duration: string | undefined): number => Number(duration ?? "5");

/** Makes a video from 1 to 4 pictures. Retired with its only model, kling-v1-6. */
export const multiImage2video = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/multi-image2video",
  title: "Multi-image to video (/v1, retired)",
  rows: [{ model: "kling-v1-6", retiredOn: "2026-09-15" }],
  defaultModel: "kling-v1-6",
  body: () =>
    s.object({
      model_name: optionalField(s.string(), { description: "Model.", serviceDefault: "kling-v1-6" }),
      image_list: requiredField(
        s.array(
          s.object({
            image: requiredField(imageText("legacyImage"), { description: `Picture: ${IMAGE_TEXT}` }),
          }),
        ),
        { description: "1 to 4 pictures of what the video shows." },
      ),
      prompt: requiredField(s.string({ minLength: 1 }), {
        description: "What happens.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      negative_prompt: optionalField(s.string(), {
        description: "What the video must not show.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      mode: optionalField(s.oneOf(["std", "pro"]), { description: "Quality.", serviceDefault: "std" }),
      duration: optionalField(s.oneOf(["5", "10"]), {
        unit: "seconds",
        description: "Seconds, as text.",
        serviceDefault: "5",
      }),
      aspect_ratio: optionalField(s.oneOf(RATIOS), {
        description: "Width to height.",
        serviceDefault: "16:9",
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, lists, prompt, callbackUrl } = scope.facts;
    const images = lists["image_list"];
    judgeListLength(scope, "image_list", images, IMAGES);
    for (const [at, item] of (images ?? []).entries()) {
      const value = String(objectOf(item)["image"]);
      judgeImage(scope, { path: `image_list[${at}].image`, value }, MEDIA_RULES.legacyImage);
    }
    judgeLength(scope, "prompt", prompt, PROMPT_MAX_CHARACTERS);
    judgeLength(scope, "negative_prompt", texts["negative_prompt"], PROMPT_MAX_CHARACTERS);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: ({ texts }) => ({
    results: [
      {
        kind: "video",
        seconds: secondsOf(texts["duration"]),
        aspectRatio: texts["aspect_ratio"] ?? "16:9",
        resolution: texts["mode"] === "pro" ? "1080p" : "720p",
      },
    ],
    slots: 1,
    pool: poolOf("video", "kling-v1-6"),
  }),
  estimate: ({ texts }) =>
    knownPrice(
      "video",
      UNITS_PER_SECOND[texts["mode"] === "pro" ? "pro" : "std"] * secondsOf(texts["duration"]),
    ),
  source: { confidence: "DOC-OLD", readOn: "2026-03", note: "retired on 2026-09-15" },
});
