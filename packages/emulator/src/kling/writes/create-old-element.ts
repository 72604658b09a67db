import { ELEMENT_TAGS, isJsonObject, readOldElementFacts } from "@klingkit/spec";
import { boundUrl, isUrl } from "../creates/input-files.ts";
import { ownerIdOf } from "../library/owner-id.ts";
import { renderOldElement } from "../renderings/old-element.ts";
import type { WriteHandler } from "./write-handler.ts";

/** `POST /v1/general/custom-elements`: made at once, in a library of its own. @source DOC-OLD 2026-02 */
export const createOldElement: WriteHandler = (state, { account, body }) => {
  const { frontalImage, referImages, tagIds } = readOldElementFacts(body);
  const text = (field: string) => (isJsonObject(body) ? String(body[field] ?? "") : "");
  // Pictures that were sent as data get no address here. INF
  const urlOf = (value = "") => (isUrl(value) ? boundUrl(value) : "");
  const id = state.taskIds.next(account.name, account.entries.size, state.clock.nowMs());
  const fields = {
    element_id: id,
    element_name: text("element_name"),
    element_description: text("element_description"),
    element_frontal_image: urlOf(frontalImage?.value),
    element_refer_list: referImages.map(({ value }) => ({ image_url: urlOf(value) })),
    tag_list: tagIds.map((tag) => ({ id: tag, name: ELEMENT_TAGS[tag], description: ELEMENT_TAGS[tag] })),
    owned_by: ownerIdOf(state.chance, account.name),
  };
  account.entries.set(id, { fields, isDeleted: false });
  state.store.account(account);
  return { data: JSON.stringify(renderOldElement(fields)) };
};
