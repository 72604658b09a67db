import { OFFICIAL } from "../library/official.ts";
import { type OldElement, renderOldElement } from "../renderings/old-element.ts";
import type { ReadHandler } from "./read-handler.ts";
import { readPage } from "./read-page.ts";

/** Invented: nobody publishes one. INF */
const OLD_OFFICIAL: readonly OldElement[] = [
  {
    element_id: "829000000000000900",
    element_name: "Robot",
    element_description: "White robot with round eyes",
    element_refer_list: [],
    tag_list: [{ id: "o_104", name: "Item", description: "Item" }],
    owned_by: OFFICIAL,
    final_unit_deduction: "0",
  },
];

/** `GET /v1/general/custom-elements`: the elements themselves, newest first (`INF`); deleted ones are left out (`INF`). @source DOC-OLD 2026-02 */
export const oldElementsList: ReadHandler = (_state, { account, operation, search }) => {
  const page = readPage(operation, search);
  if ("code" in page) return { refusal: page };
  const entries = [...account.entries.values()].filter(({ isDeleted }) => !isDeleted).toReversed();
  const shown = entries.slice(page.from, page.from + page.size).map(({ fields }) => renderOldElement(fields));
  return { data: JSON.stringify(shown) };
};

/** `GET /v1/general/presets-elements`. @source DOC-OLD 2026-02 */
export const oldOfficialElements: ReadHandler = (_state, { operation, search }) => {
  const page = readPage(operation, search);
  if ("code" in page) return { refusal: page };
  return { data: JSON.stringify(OLD_OFFICIAL.slice(page.from, page.from + page.size).map(renderOldElement)) };
};
