import * as s from "../../../schema/schema.ts";
import { idText, requiredField } from "../../check/fields.ts";
import type { CommonFacts } from "../../check/read-common-facts.ts";
import { readFlatBody } from "../../check/read-common-facts.ts";
import { type LegacyWrite, legacyWrite } from "../../product/legacy-product.ts";

const deletion = (
  rest: Pick<LegacyWrite<CommonFacts>, "path" | "title" | "sdk" | "cli">,
): LegacyWrite<CommonFacts> => ({
  ...rest,
  action: "delete",
  body: () => s.object({ element_id: requiredField(idText(), { description: "Id of the element." }) }),
  readFacts: (body) => readFlatBody(body, "element_id"),
  applyRules: () => {},
  source: { confidence: "LIVE", readOn: "2026-09-20", note: "answers without `data`" },
});

/** Deletes an element of one's own. It stays in the lists, as `deleted`. */
export const deleteAdvancedElement = /* @__PURE__ */ legacyWrite(
  deletion({
    path: "/v1/general/delete-advanced-elements",
    title: "Delete an element",
    sdk: ["elements", "delete"],
    cli: ["element", "delete"],
  }),
);

/** The older path, which also deletes elements of the old library. */
export const deleteElement = /* @__PURE__ */ legacyWrite(
  deletion({
    path: "/v1/general/delete-elements",
    title: "Delete an element (old path)",
    sdk: ["oldElements", "delete"],
    cli: ["element", "delete-old"],
  }),
);
