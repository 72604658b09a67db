import { isJsonObject, type JsonObject } from "@klingkit/spec";

const NOTHING: JsonObject = {};
export const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : NOTHING);
export const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

/** The objects in a list, or undefined where there are none. */
export function filled(value: unknown): readonly JsonObject[] | undefined {
  const list = listOf(value);
  return list.length > 0 ? list : undefined;
}

/** Text that is not blank, without NUL: PostgreSQL stores none, and no id, link or word of the service has one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.includes("\0") ? value.replaceAll("\0", "") : value;
  return text.trim() === "" ? undefined : text;
}

/** Anything but http(s) is no link that anybody should follow. */
export function linkOf(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function secondsOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds !== undefined && seconds >= 0 ? seconds : undefined;
}

export function decimalOf(value: unknown): string | undefined {
  return numberOf(value) === undefined ? undefined : String(value);
}

/** Ids are strings; a small number may still come from a writer of its own. */
export function idText(value: unknown): string | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : textOf(value);
}
