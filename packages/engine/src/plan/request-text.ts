import { isJsonObject, type JsonObject } from "@klingkit/spec/core";
import { requireObject } from "@klingkit/spec/plain";
import type { PlannedJob } from "./plan.ts";

/** `prompt`, `text`, and what they are a part of, such as `sound_effect_prompt`. */
const TEXT_FIELD = /^(?:(.*)_)?(?:prompt|text)$/;
/** What is to be kept out of a result is a setting. */
const NEGATIVE = "negative_prompt";

/** Whether a field of a body holds words that the service follows. */
export const isTextField = (name: string): boolean =>
  (TEXT_FIELD.test(name) && name !== NEGATIVE) || name === "multi_prompt";

/**
 * The words that the service follows, on one line: the prompt, or the shots in its place; of an operation with other texts each of them
 * with what it is for. Undefined where there are none. A plan of an earlier version may lack fields.
 */
export function requestText(job: Partial<PlannedJob>): string | undefined {
  requireObject("requestText", { job });
  const { request = {}, payload } = job;
  const body = isJsonObject(payload) ? payload : {};
  const shots = request.shots?.map(({ prompt }) => prompt) ?? shotsOf(body);
  if (shots.length > 0) return shots.map((shot, at) => `${at + 1}. ${shot}`).join(" ");
  if (request.prompt) return request.prompt;
  return textsOf(body).join("; ") || undefined;
}

/** The services read the list only where its switch is on. */
function shotsOf({ multi_prompt: list, multi_shot, multi_shots }: JsonObject): readonly string[] {
  const isRead = multi_shot === true || multi_shots === true;
  if (!isRead || !Array.isArray(list)) return [];
  return list.flatMap((shot) =>
    isJsonObject(shot) && typeof shot["prompt"] === "string" ? shot["prompt"] : [],
  );
}

/** In the order of the body, at any depth: `rain`, `sound effect: rain`. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    if (name === "multi_prompt") return [];
    if (typeof field !== "string") return textsOf(field);
    return field !== "" && isTextField(name) ? `${purposeOf(name, value)}${field}` : [];
  });
}

/** What a text is for, where its field or the kind of its item says more than that it is the prompt. */
function purposeOf(name: string, { type }: JsonObject): string {
  const [, part = name === "text" && typeof type === "string" && type !== "prompt" ? type : ""] =
    TEXT_FIELD.exec(name) ?? [];
  return part === "" ? "" : `${part.replaceAll("_", " ")}: `;
}
