import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { judgeDependent, judgeExclusive } from "../../check/pair-rules.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import type { Rule } from "../../check/rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice, unknownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import {
  countField,
  countOf,
  elementListField,
  IMAGE_RATIOS,
  imagesOf,
  judgePrompts,
  judgeReferences,
  promptText,
} from "./image-fields.ts";
import { IMAGE_GENERATION_ROWS, type ImageGenerationRow } from "./image-rows.ts";

const fidelity = (description: string, serviceDefault: number) =>
  optionalField(s.number({ minimum: 0, maximum: 1 }), { description, serviceDefault });

const applyRules: Rule<CommonFacts, ImageGenerationRow> = (scope) => {
  const { facts, row } = scope;
  const { texts, given } = facts;
  judgePrompts(scope);
  judgeExclusive(scope, ["negative_prompt", "image"]);
  judgeDependent(scope, "image_reference", { needs: "image" });
  if (given("human_fidelity") && texts["image_reference"] !== "subject")
    judgeDependent(scope, "human_fidelity", { needs: "image_reference", value: "subject" });
  for (const path of ["image_reference", "image_fidelity", "human_fidelity"])
    if (given(path) && !row.hasReference) unsupported(path, row.model);
  if (given("element_list") && !row.hasElements) unsupported("element_list", row.model);
  judgeReferences(scope, "image", given("image") ? 1 : 0);
  const { image } = texts;
  if (image !== undefined) judgeImage(scope, { path: "image", value: image }, MEDIA_RULES.legacyImage);
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, facts.callbackUrl);

  function unsupported(path: string, model: string): void {
    const message = `${model} does not take it. Leave it out, or use another model.`;
    scope.refuse({ rule: "unsupported-field", path, message });
  }
};

/** Images from a prompt, or from a prompt and an image. */
export const imageGenerations = /* @__PURE__ */ legacyProduct<CommonFacts, ImageGenerationRow>({
  path: "/v1/images/generations",
  title: "Generate images",
  sdk: ["images", "generate"],
  cli: ["image", "create"],
  rows: IMAGE_GENERATION_ROWS,
  defaultModel: "kling-v3",
  body: () =>
    s.object({
      model_name: optionalField(s.string(), { description: "Model.", serviceDefault: "kling-v3" }),
      prompt: requiredField(s.string({ minLength: 1 }), promptText("What the images show.")),
      negative_prompt: optionalField(
        s.string(),
        promptText("What the images must not show; not beside an image."),
      ),
      image: optionalField(imageText("legacyImage"), { description: `Image to start from: ${IMAGE_TEXT}` }),
      image_reference: optionalField(s.oneOf(["subject", "face"]), {
        description:
          "What is taken from the image: `subject` its character, `face` its one face. kling-v2-1 only.",
      }),
      image_fidelity: fidelity("How closely the image is followed. kling-v2-1 only.", 0.5),
      human_fidelity: fidelity("How closely its person is followed, with `subject`. kling-v2-1 only.", 0.45),
      element_list: elementListField("Multi-image elements of the account's library. kling-v3 only."),
      resolution: optionalField(s.oneOf(["1k", "2k"]), {
        description: "Size of the images.",
        serviceDefault: "1k",
      }),
      n: countField(),
      aspect_ratio: optionalField(s.oneOf(IMAGE_RATIOS), {
        description: "Width to height.",
        serviceDefault: "16:9",
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules,
  outcome: (facts, row) =>
    imagesOf(countOf(facts), poolOf("image", row.model), {
      aspectRatio: facts.texts["aspect_ratio"] ?? "16:9",
      resolution: facts.texts["resolution"] ?? "1k",
    }),
  estimate: (facts, row) => {
    const unitsEach = facts.given("image") ? row.unitsWithImage : row.unitsFromText;
    if (unitsEach === undefined)
      return unknownPrice(`the price list has no entry for ${row.model} with an image`);
    return knownPrice("image", unitsEach * countOf(facts));
  },
  source: { confidence: "DOC", readOn: "2026-10", note: "run of 2026-09-20 recorded (LIVE)" },
});
