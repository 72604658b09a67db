import { isJsonObject, type JsonObject } from "../../json-object.ts";

/** Readers of a body whose shape a schema has vouched for: they narrow, and give nothing where nothing fits. */
export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
export const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
export const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf) : [];
export const oneOf = <Value extends string>(value: unknown, allowed: readonly Value[]): Value | undefined =>
  allowed.find((entry) => entry === value);
