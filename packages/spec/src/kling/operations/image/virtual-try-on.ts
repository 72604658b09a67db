import type { ModelRow } from "../../../operation/operation.ts";
import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskIds } from "../../check/fields.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const DEFAULT_MODEL = "kolors-virtual-try-on-v1";
const MODELS: readonly ModelRow[] = [{ model: DEFAULT_MODEL }, { model: "kolors-virtual-try-on-v1-5" }];
const IMAGES = ["human_image", "cloth_image"] as const;

/**
 * Dresses a person in a garment. Announced as retired on 2026-09-15; the log of that day says that the service adapts its
 * parameters to Virtual Try-On 3.0. Which pack such a call draws on since is unknown.
 */
export const virtualTryOn = /* @__PURE__ */ legacyProduct<CommonFacts, ModelRow>({
  path: "/v1/images/kolors-virtual-try-on",
  title: "Try clothes on (before 3.0)",
  sdk: ["images", "tryOn"],
  cli: ["image", "try-on"],
  rows: MODELS,
  defaultModel: DEFAULT_MODEL,
  body: () =>
    s.object({
      model_name: optionalField(s.string(), {
        description: "Model. v1-5 also takes one image of an upper and a lower garment on white.",
        serviceDefault: DEFAULT_MODEL,
      }),
      human_image: requiredField(imageText("tryOnImage"), { description: `Person: ${IMAGE_TEXT}` }),
      cloth_image: requiredField(imageText("tryOnImage"), {
        description: `Upper, lower or one-piece garment, as a product photo or on white: ${IMAGE_TEXT}`,
      }),
      ...taskIds(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    for (const path of IMAGES) {
      const value = texts[path];
      if (value !== undefined) judgeImage(scope, { path, value }, MEDIA_RULES.tryOnImage);
    }
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
    const message = "the service announced the end of this operation; Virtual Try-On 3.0 replaces it.";
    scope.warn({ rule: "retirement-announced", path: "model_name", message });
  },
  outcome: () => ({ results: [{ kind: "image", aspectRatio: "3:4" }], slots: 1, pool: poolOf("try_on") }),
  estimate: () => knownPrice("try_on", 1),
  source: { confidence: "DOC-OLD", readOn: "2026-02", note: "unit since 2026-09-15 INF" },
});
