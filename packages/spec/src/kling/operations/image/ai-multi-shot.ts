import type { ResultOutcome } from "../../../operation/outcome.ts";
import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, requiredField, taskIds } from "../../check/fields.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const FIELD = "element_frontal_image";
/** Candidates, and views of each. @source DOC 2026-09 */
const SETS = 3;
const VIEWS_EACH = 3;

/** @source DOC 2026-09 (pricing); the change log of 2026-01-23 names the same $0.07 as 0.5 video units */
const UNITS = 20;

const views: readonly ResultOutcome[] = /* @__PURE__ */ Array.from(
  { length: SETS * VIEWS_EACH },
  (_, at) => ({
    kind: "image",
    aspectRatio: "1:1",
    listed: "views",
    group: Math.floor(at / VIEWS_EACH),
  }),
);

/** Three candidates of three views each, from one frontal image: what an element is made of. */
export const aiMultiShot = /* @__PURE__ */ legacyProduct({
  path: "/v1/general/ai-multi-shot",
  title: "Make views of a subject",
  sdk: ["images", "multiShot"],
  cli: ["image", "multi-shot"],
  body: () =>
    s.object({
      [FIELD]: requiredField(imageText("legacyImage"), {
        description: `Frontal image of the subject: ${IMAGE_TEXT}`,
      }),
      ...taskIds(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    const value = texts[FIELD];
    if (value !== undefined) judgeImage(scope, { path: FIELD, value }, MEDIA_RULES.legacyImage);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: () => ({ results: views, slots: 1, pool: poolOf("image") }),
  estimate: () => knownPrice("image", UNITS),
  source: { confidence: "DOC", readOn: "2026-10", note: "slots, and reads by external id, INF" },
});
