import * as s from "../../../schema/schema.ts";
import { judgeImage } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, requiredField } from "../../check/fields.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { IMAGE_SEGMENTS } from "../../facts/image-segments.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { legacyCall } from "../../product/legacy-product.ts";

/** Cuts subject, head, face and clothing out of an image. Answers at once, without an id: a lost answer cannot be looked up. */
export const imageRecognize = /* @__PURE__ */ legacyCall({
  path: "/v1/videos/image-recognize",
  title: "Recognize the parts of an image",
  sdk: ["images", "recognize"],
  cli: ["image", "recognize"],
  hasNoTask: true,
  body: () =>
    s.object({
      image: requiredField(imageText("legacyImage"), { description: `Image to look at: ${IMAGE_TEXT}` }),
    }),
  paths: { model: "model_name", externalTaskId: undefined, callbackUrl: undefined },
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { image } = scope.facts.texts;
    if (image !== undefined) judgeImage(scope, { path: "image", value: image }, MEDIA_RULES.legacyImage);
  },
  outcome: () => ({
    results: IMAGE_SEGMENTS.map((segment) => ({ kind: "image", aspectRatio: "1:1", segment })),
    // What an image does not show is not cut out.
    leastResults: 1,
    slots: 0,
    pool: poolOf("video"),
  }),
  estimate: () => knownPrice("video", 0.1),
  source: {
    confidence: "DOC",
    readOn: "2026-10",
    note: "a third party's response of 2026-03-13 agrees; slots INF",
  },
});
