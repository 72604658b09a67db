import type { Estimate } from "../../../operation/price.ts";
import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { listOf, textOf } from "../../check/read-body.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import type { Rule } from "../../check/rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { ceilingPrice, knownPrice } from "../../facts/units.ts";
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
import { OMNI_IMAGE_ROWS, type OmniImageRow } from "./image-rows.ts";

/** Images of one series. @source LOG 2026-04-27 */
const SERIES = { min: 2, max: 9, default: 4 } as const;
const AUTO = "auto";

const applyRules: Rule<CommonFacts, OmniImageRow> = (scope) => {
  const { facts, row, refuse, warn } = scope;
  const { texts, lists, given } = facts;
  judgePrompts(scope);
  const images = lists["image_list"] ?? [];
  judgeReferences(scope, "image_list", images.length);
  const { resolution } = texts;
  if (resolution !== undefined && !row.resolutions.some((known) => known === resolution)) {
    const message = `${row.model} makes ${row.resolutions.join(", ")}.`;
    refuse({ rule: "resolution", path: "resolution", message, subject: resolution });
  }
  if (isSeries(facts) && !row.hasSeries) {
    const message = `${row.model} makes no series. Use kling-v3-omni, or result_type single.`;
    refuse({ rule: "enum", path: "result_type", message, subject: texts["result_type"] });
  }
  const ignored = isSeries(facts) ? "n" : "series_amount";
  if (given(ignored)) {
    const message = `is ignored with result_type ${texts["result_type"] ?? "single"}.`;
    warn({ rule: "count-ignored", path: ignored, message });
  }
  if (images.length === 0 && !given("element_list") && texts["aspect_ratio"] === AUTO) {
    const message = "the documentation has no `auto` for a prompt alone; 16:9 is assumed.";
    warn({ rule: "aspect-ratio-default", path: "aspect_ratio", message });
  }
  for (const [at, { image }] of listOf(images).entries()) {
    const value = textOf(image);
    if (value !== undefined)
      judgeImage(scope, { path: `image_list[${at}].image`, value }, MEDIA_RULES.legacyImage);
  }
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, facts.callbackUrl);
};

const isSeries = ({ texts }: CommonFacts): boolean => texts["result_type"] === "series";

/** With `auto` the service decides: the most that it can be. */
const amountOf = (facts: CommonFacts): number => {
  if (!isSeries(facts)) return countOf(facts);
  return isAuto(facts) ? SERIES.max : (facts.numbers["series_amount"] ?? SERIES.default);
};

const isAuto = (facts: CommonFacts): boolean => isSeries(facts) && facts.texts["series_amount"] === AUTO;

/** Ratios follow the first image where the service chooses them, and are 16:9 without one (`INF`). */
function ratioOf({ texts, given }: CommonFacts): string | undefined {
  const ratio = texts["aspect_ratio"] ?? AUTO;
  if (ratio !== AUTO) return ratio;
  return given("image_list") ? undefined : "16:9";
}

function estimate(facts: CommonFacts, row: OmniImageRow): Estimate {
  const unitsEach = row.unitsByResolution[facts.texts["resolution"] ?? "1k"] ?? row.unitsByResolution["1k"];
  const units = (unitsEach ?? 0) * amountOf(facts);
  return isAuto(facts)
    ? ceilingPrice(
        "image",
        units,
        `the service decides how many images the series has, ${SERIES.max} at most`,
      )
    : knownPrice("image", units);
}

/** Images from a prompt with any images and elements, alone or as a series that belongs together. */
export const omniImage = /* @__PURE__ */ legacyProduct<CommonFacts, OmniImageRow>({
  path: "/v1/images/omni-image",
  title: "Generate images from references",
  sdk: ["images", "omni"],
  cli: ["image", "omni"],
  rows: OMNI_IMAGE_ROWS,
  defaultModel: "kling-image-o1",
  body: () =>
    s.object({
      model_name: optionalField(s.string(), { description: "Model.", serviceDefault: "kling-image-o1" }),
      prompt: requiredField(
        s.string({ minLength: 1 }),
        promptText("What the images show; names inputs as `<<<image_1>>>` and `<<<element_1>>>`."),
      ),
      image_list: optionalField(
        s.array(
          s.object({
            image: requiredField(imageText("legacyImage"), { description: `Image: ${IMAGE_TEXT}` }),
          }),
        ),
        { description: "Images to use; images and elements together are at most 10." },
      ),
      element_list: elementListField("Multi-image elements of the account's library."),
      resolution: optionalField(s.oneOf(["1k", "2k", "4k"]), {
        description: "Size of the images; 4k with kling-v3-omni only.",
        serviceDefault: "1k",
      }),
      result_type: optionalField(s.oneOf(["single", "series"]), {
        description: "Single images, or a series that belongs together (kling-v3-omni only).",
        serviceDefault: "single",
      }),
      n: countField(),
      series_amount: optionalField(
        s.union([s.int({ minimum: SERIES.min, maximum: SERIES.max }), s.literal(AUTO)]),
        {
          description: "How many images the series has; with `auto` the service decides.",
          serviceDefault: SERIES.default,
        },
      ),
      aspect_ratio: optionalField(s.oneOf([...IMAGE_RATIOS, AUTO]), {
        description: "Width to height; `auto` follows the first image.",
        serviceDefault: AUTO,
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules,
  outcome: (facts, row) => {
    const aspectRatio = ratioOf(facts);
    return {
      ...imagesOf(amountOf(facts), poolOf("image", row.model), {
        ...(aspectRatio === undefined ? {} : { aspectRatio }),
        resolution: facts.texts["resolution"] ?? "1k",
        ...(isSeries(facts) ? { listed: "series", group: 0 } : { listed: "single" }),
      }),
      ...(isAuto(facts) ? { leastResults: SERIES.min } : {}),
    };
  },
  estimate,
  source: { confidence: "DOC", readOn: "2026-09-20", note: "ratio without an image INF" },
});
