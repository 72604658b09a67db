import * as s from "../../../schema/schema.ts";
import { idText, requiredField } from "../../check/fields.ts";
import { readFlatBody } from "../../check/read-common-facts.ts";
import { legacyWrite } from "../../product/legacy-product.ts";

/** Deletes a voice of one's own. It stays in the lists. */
export const deleteVoice = /* @__PURE__ */ legacyWrite({
  path: "/v1/general/delete-voices",
  title: "Delete a voice",
  action: "delete",
  sdk: ["voices", "delete"],
  cli: ["voice", "delete"],
  body: () => s.object({ voice_id: requiredField(idText(), { description: "Id of the voice." }) }),
  readFacts: (body) => readFlatBody(body, "voice_id"),
  applyRules: () => {},
  source: { confidence: "LIVE", readOn: "2026-09-20", note: "answers without `data`" },
});
