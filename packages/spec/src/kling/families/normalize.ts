import { isJsonObject, type JsonObject } from "../../json-object.ts";

const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

/**
 * Drops `""`, `[]` and `null`: official samples send them for unused fields, and the service treats them as absent.
 * Works at any depth and leaves the caller's object alone. @source DOC, DOC-OLD (samples)
 */
export function dropAbsent(value: unknown): unknown {
  return hasAbsent(value) ? copyPresent(value) : value;
}

/** Most bodies hold only what is meant; they need no copy. */
function hasAbsent(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasAbsent);
  return Object.values(value).some((field) => isAbsent(field) || hasAbsent(field));
}

function copyPresent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPresent);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value)
    .filter(([, field]) => !isAbsent(field))
    .map(([key, field]) => [key, copyPresent(field)] as const);
  return Object.fromEntries(kept);
}

/** Fields whose spelling the service's parser forgives. */
const asInteger = (value: unknown): unknown =>
  typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
/** A number beyond the safe ones has lost digits already: as text it would be the id of something else. */
const asText = (value: unknown): unknown => (Number.isSafeInteger(value) ? String(value) : value);
const asBoolean = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value);

function mapKey(value: JsonObject, key: string, change: (field: unknown) => unknown): JsonObject {
  const before = value[key];
  const after = change(before);
  return after === before ? value : { ...value, [key]: after };
}

const mapItems = (value: unknown, change: (item: JsonObject) => JsonObject): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => (isJsonObject(item) ? change(item) : item)) : value;

/**
 * Absent fields dropped, and a standard body's numbers and switches brought to their types.
 * @source LIVE 2026-09-28: numeric strings pass for `settings.duration`
 */
export function normalizeStandardBody(body: unknown): unknown {
  const value = dropAbsent(body);
  if (!isJsonObject(value) || !isJsonObject(value["settings"])) return value;
  const settings = mapKey(mapKey(value["settings"], "duration", asInteger), "multi_shot", asBoolean);
  return settings === value["settings"] ? value : { ...value, settings };
}

/**
 * Absent fields dropped; a legacy body's durations and element ids are strings, its switch a boolean.
 * @source DOC-OLD: one official sample sends `"multi_shot":"true"`; element ids are longs in the documentation
 */
export function normalizeLegacyBody(body: unknown): unknown {
  const value = dropAbsent(body);
  if (!isJsonObject(value)) return value;
  const flat = mapKey(mapKey(value, "duration", asText), "multi_shot", asBoolean);
  const shots = mapKey(flat, "multi_prompt", (list) =>
    mapItems(list, (item) => mapKey(item, "duration", asText)),
  );
  return mapKey(shots, "element_list", (list) =>
    mapItems(list, (item) => mapKey(item, "element_id", asText)),
  );
}
