import type { ModelRow } from "../../../operation/operation.ts";
import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage, judgeListLength } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { listOf, textOf } from "../../check/read-body.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import { RETIREMENT_DAY } from "../../facts/models.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import { countField, countOf, IMAGE_RATIOS, imagesOf, judgePrompts, promptText } from "./image-fields.ts";

const DEFAULT_MODEL = "kling-v2-1";
const MODELS: readonly ModelRow[] = [
  { model: DEFAULT_MODEL },
  { model: "kling-v2", retiredOn: RETIREMENT_DAY },
];

/** @source DOC 2026-09 */
const SUBJECTS = { min: 1, max: 4 } as const;
const UNITS_EACH = 16;

const image = (description: string) =>
  optionalField(imageText("legacyImage"), { description: `${description}: ${IMAGE_TEXT}` });

/** Images from one to four subjects, a scene and a style. */
export const multiImageToImage = /* @__PURE__ */ legacyProduct<CommonFacts, ModelRow>({
  path: "/v1/images/multi-image2image",
  title: "Combine images",
  sdk: ["images", "combine"],
  cli: ["image", "combine"],
  rows: MODELS,
  defaultModel: DEFAULT_MODEL,
  body: () =>
    s.object({
      model_name: optionalField(s.string(), { description: "Model.", serviceDefault: DEFAULT_MODEL }),
      prompt: optionalField(s.string(), promptText("What the images show.")),
      negative_prompt: optionalField(
        s.string(),
        promptText("In the official sample, not in the field table: probably ignored."),
      ),
      subject_image_list: requiredField(
        s.array(
          s.object({
            subject_image: requiredField(imageText("legacyImage"), {
              description: `Subject, which the service does not crop: ${IMAGE_TEXT}`,
            }),
          }),
        ),
        { description: "Subjects, 1 to 4." },
      ),
      scene_image: image("Scene"),
      style_image: image("Style"),
      n: countField(),
      aspect_ratio: optionalField(s.oneOf(IMAGE_RATIOS), {
        description: "Width to height.",
        serviceDefault: "16:9",
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, lists, callbackUrl } = scope.facts;
    judgePrompts(scope);
    judgeListLength(scope, "subject_image_list", lists["subject_image_list"], SUBJECTS);
    const subjects = listOf(lists["subject_image_list"]).map(({ subject_image }, at) => ({
      path: `subject_image_list[${at}].subject_image`,
      value: textOf(subject_image),
    }));
    const others = ["scene_image", "style_image"].map((path) => ({ path, value: texts[path] }));
    for (const { path, value } of [...subjects, ...others])
      if (value !== undefined) judgeImage(scope, { path, value }, MEDIA_RULES.legacyImage);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: (facts, row) =>
    imagesOf(countOf(facts), poolOf("image", row.model), {
      aspectRatio: facts.texts["aspect_ratio"] ?? "16:9",
      resolution: "1k",
    }),
  estimate: (facts) => knownPrice("image", UNITS_EACH * countOf(facts)),
  source: { confidence: "DOC", readOn: "2026-09-20" },
});
