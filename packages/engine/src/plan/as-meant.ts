import { meantField, meantValue } from "@klingkit/spec";
import type * as z from "zod/mini";
import { isFields } from "./is-fields.ts";

type KnownAt = (path: readonly PropertyKey[]) => readonly string[];

/** Where a request of a batch begins in the path of an issue: `requests`, and its number. */
const REQUEST_DEPTH = 2;

/**
 * A request with the fields and values that were most likely meant, so that its other mistakes can be found along with these.
 * Undefined where the meaning of one of them is not plain. Only ever judged, never sent.
 */
export function asMeant(request: unknown, issues: readonly z.core.$ZodIssue[], knownAt: KnownAt): unknown {
  let meant: unknown = request;
  for (const issue of issues) {
    const changed = corrected(meant, issue, knownAt(issue.path));
    if (changed === undefined) return undefined;
    meant = changed;
  }
  return meant;
}

function corrected(request: unknown, issue: z.core.$ZodIssue, known: readonly string[]): unknown {
  const path = issue.path.slice(REQUEST_DEPTH);
  if (issue.code === "invalid_value") {
    const value = meantValue(issue.input, issue.values.map(String));
    return value === undefined ? undefined : changeAt(request, path, () => value);
  }
  if (issue.code !== "unrecognized_keys") return undefined;
  const names = new Map(issue.keys.map((key) => [key, meantField(key, known)]));
  const isPlain = [...names.values()].every((name) => name !== undefined);
  if (!isPlain) return undefined;
  return changeAt(request, path, (fields) =>
    isFields(fields)
      ? Object.fromEntries(Object.entries(fields).map(([key, value]) => [names.get(key) ?? key, value]))
      : fields,
  );
}

function changeAt(
  value: unknown,
  [part, ...rest]: readonly PropertyKey[],
  change: (value: unknown) => unknown,
): unknown {
  if (part === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (at === part ? changeAt(item, rest, change) : item));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([key, field]) =>
    key === part ? [key, changeAt(field, rest, change)] : [key, field],
  );
  return Object.fromEntries(entries);
}
