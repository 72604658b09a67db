import * as s from "../../../schema/schema.ts";
import type { Source } from "../../../source.ts";
import { IMAGE_TEXT, imageText, requiredField } from "../../check/fields.ts";
import { type ElementFacts, judgeElement, readOldElementFacts } from "../../library/element-facts.ts";
import { elementTags, elementTexts, imageList } from "../../library/element-fields.ts";
import { legacyWrite } from "../../product/legacy-product.ts";
import { legacyList } from "../../product/legacy-reads.ts";

const source: Source = {
  confidence: "DOC-OLD",
  readOn: "2026-02",
  note: "replaced by the advanced library, which does not see these elements",
};

/**
 * Adds an element to the old library, at once. Price INF: nobody publishes one, and its successor is free.
 * New work uses `advancedElements`.
 */
export const oldElements = /* @__PURE__ */ legacyWrite<ElementFacts>({
  path: "/v1/general/custom-elements",
  title: "Create an element (old library)",
  action: "create",
  sdk: ["oldElements", "create"],
  cli: ["element", "create-old"],
  body: () =>
    s.object({
      ...elementTexts(),
      element_frontal_image: requiredField(imageText("legacyImage"), {
        description: `Picture from the front: ${IMAGE_TEXT}`,
      }),
      element_refer_list: requiredField(imageList(), { description: "1 to 3 further pictures." }),
      ...elementTags(),
    }),
  readFacts: readOldElementFacts,
  applyRules: (scope) => judgeElement(scope, "element_refer_list"),
  source: { ...source, note: `${source.note ?? ""}; price INF` },
});

/** Reads the elements of the old library that are one's own. */
export const oldElementList = /* @__PURE__ */ legacyList("/v1/general/custom-elements", {
  title: "List elements (old library)",
  sdk: ["oldElements", "list"],
  cli: ["element", "list-old"],
  lists: "record",
  source,
});

/** Reads the official elements of the old library. */
export const oldPresetElements = /* @__PURE__ */ legacyList("/v1/general/presets-elements", {
  title: "List official elements (old library)",
  sdk: ["oldElements", "presets"],
  cli: ["element", "presets-old"],
  lists: "record",
  source,
});
