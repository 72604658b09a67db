import { isJsonObject, type JsonObject } from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import type { TaskElement, TaskVoice } from "../../core/task.ts";
import { filled, idText, linkOf, listOf, objectOf, textOf } from "./read-fields.ts";

/** Voices of a task: `task_result.voices[]` (legacy) or outputs of the type `voice`. @source DOC 2026-10 */
export function voicesOf(record: JsonObject): readonly TaskVoice[] {
  return (itemsOf(record, "voices", "voice") ?? []).flatMap((item) => voiceOf(item) ?? []);
}

/** Elements of a task: `task_result.elements[]` (legacy) or outputs of the type `element`. @source DOC 2026-10 */
export function elementsOf(record: JsonObject): readonly TaskElement[] {
  return (itemsOf(record, "elements", "element") ?? []).flatMap((item) => elementOf(item) ?? []);
}

const itemsOf = (record: JsonObject, list: string, type: string): readonly JsonObject[] | undefined =>
  filled(objectOf(record["task_result"])[list]) ??
  filled(listOf(record["outputs"]).filter((output) => output["type"] === type));

/** A voice as a list, an element or `/tasks` shows it; undefined without an id. */
function voiceOf(item: JsonObject): TaskVoice | undefined {
  const id = idText(item["voice_id"]) ?? idText(item["id"]);
  if (id === undefined) return undefined;
  return dropUndefined({
    id,
    name: textOf(item["voice_name"]) ?? textOf(item["name"]),
    trialUrl: linkOf(item["trial_url"]) ?? linkOf(item["url"]),
    ownedBy: idText(item["owned_by"]),
    isDeleted: isDeleted(item),
  });
}

/**
 * An element as either library or `/tasks` shows it; undefined without an id. Its id is a JSON number that may exceed
 * 2^53: the parser of answers keeps such numbers as text.
 */
export function elementOf(item: JsonObject): TaskElement | undefined {
  const id = idText(item["element_id"]) ?? idText(item["id"]);
  if (id === undefined) return undefined;
  const voice = item["element_voice_info"] ?? referencesOf(item).find(({ type }) => type === "voice");
  return dropUndefined({
    id,
    name: textOf(item["element_name"]) ?? textOf(item["name"]),
    description: textOf(item["element_description"]) ?? textOf(item["description"]),
    referenceType: referenceTypeOf(item),
    voice: isJsonObject(voice) ? voiceOf(voice) : undefined,
    ownedBy: idText(item["owned_by"]),
    isDeleted: isDeleted(item),
  });
}

/** Two pages of the documentation call the same list by two names. @source DOC 2026-09 */
const referencesOf = (item: JsonObject): readonly JsonObject[] =>
  filled(item["references"]) ?? listOf(item["materials"]);

function referenceTypeOf(item: JsonObject): TaskElement["referenceType"] {
  const word = item["reference_type"] ?? item["element_type"];
  if (word === "image_refer" || word === "multi_image_elements") return "image";
  return word === "video_refer" || word === "video_character_elements" ? "video" : undefined;
}

const isDeleted = ({ status }: JsonObject): true | undefined => (status === "deleted" ? true : undefined);
