import { createHash } from "node:crypto";

/**
 * JSON with sorted keys and without undefined values: two equal values always give the same text,
 * so that a hash names what will be sent and nothing else.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, field]) => [key, sortKeys(field)]),
  );
}

/** `sha256:` and 64 hexadecimal digits of the canonical JSON. */
export function hashOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}
