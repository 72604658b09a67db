import { isJsonObject } from "@klingkit/spec";

/** An answer with its ids as text: a program that reads them as numbers would lose digits of the long ones, and only of these. */
export function withTextIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextIds);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name.endsWith("_id") && typeof field === "number" ? String(field) : withTextIds(field),
    ]),
  );
}
