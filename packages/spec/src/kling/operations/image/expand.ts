import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import {
  EXPANSION_LIMITS,
  type Expansion,
  expandedArea,
  expandedSides,
  isAreaAllowed,
} from "../../media/expansion.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import { countField, countOf, imagesOf, judgePrompts, promptText } from "./image-fields.ts";

const UNITS_EACH = 8;

const ratio = (side: string, unit: string) =>
  requiredField(s.number({ minimum: 0, maximum: EXPANSION_LIMITS.maxRatio }), {
    description: `How much is added ${side}, in ${unit} of the image.`,
  });

const ratiosOf = ({ numbers }: CommonFacts): Expansion => ({
  up_expansion_ratio: numbers["up_expansion_ratio"] ?? 0,
  down_expansion_ratio: numbers["down_expansion_ratio"] ?? 0,
  left_expansion_ratio: numbers["left_expansion_ratio"] ?? 0,
  right_expansion_ratio: numbers["right_expansion_ratio"] ?? 0,
});

/** Paints an image on beyond its edges. `computeExpansion` gives the four ratios for a shape and an area. */
export const imageExpand = /* @__PURE__ */ legacyProduct({
  path: "/v1/images/editing/expand",
  title: "Expand an image",
  sdk: ["images", "expand"],
  cli: ["image", "expand"],
  body: () =>
    s.object({
      image: requiredField(imageText("legacyImage"), { description: `Image to expand: ${IMAGE_TEXT}` }),
      up_expansion_ratio: ratio("above", "heights"),
      down_expansion_ratio: ratio("below", "heights"),
      left_expansion_ratio: ratio("on the left", "widths"),
      right_expansion_ratio: ratio("on the right", "widths"),
      prompt: optionalField(s.string(), promptText("What the added part shows.")),
      n: countField(),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    const ratios = ratiosOf(scope.facts);
    if (!isAreaAllowed(ratios)) {
      const message = `the expanded image has ${expandedArea(ratios).toFixed(4)} times the area of the original; at most ${EXPANSION_LIMITS.maxArea} times passes.`;
      scope.refuse({ rule: "expanded-area", path: "up_expansion_ratio", message });
    }
    judgePrompts(scope);
    const { image } = texts;
    if (image !== undefined) judgeImage(scope, { path: "image", value: image }, MEDIA_RULES.legacyImage);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: (facts) => imagesOf(countOf(facts), poolOf("image"), { scale: expandedSides(ratiosOf(facts)) }),
  estimate: (facts) => knownPrice("image", UNITS_EACH * countOf(facts)),
  source: { confidence: "DOC", readOn: "2026-10" },
});
