import { meantField, meantValue } from "@klingkit/spec";
import type * as z from "zod/mini";
import { isFields } from "../arguments/is-fields.ts";

type KnownAt = (path: readonly PropertyKey[]) => readonly string[];

/** Where a request of a batch begins in the path of an issue: `requests`, and its number. */
const REQUEST_DEPTH = 2;

/** Fields on which no rule about another field depends: without one of them, the rest can be judged all the same. */
const ALONE: readonly unknown[] = [
  "aspectRatio",
  "callbackUrl",
  "cfgScale",
  "durationSeconds",
  "externalTaskId",
  "hasWatermark",
  "name",
  "negativePrompt",
  "output",
];

/** In place of a prompt that cannot be used: a request without one would have another mistake. */
const SOME_PROMPT = "…";

/**
 * A request with the fields and values that were most likely meant, so that its other mistakes can be found along with these; what has
 * no plain meaning is left out where that is no mistake of its own. Undefined where it would be. Only ever judged, never sent.
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
  if (issue.code === "unrecognized_keys") {
    const names = new Map(issue.keys.map((key) => [key, meantField(key, known)]));
    return changeFields(request, path, (key) => (names.has(key) ? names.get(key) : key));
  }
  const value =
    issue.code === "invalid_value" ? meantValue(issue.input, issue.values.map(String)) : undefined;
  if (value !== undefined) return changeAt(request, path, () => value);
  const [field, ...inner] = path;
  if (field === "prompt") return changeAt(request, path, () => SOME_PROMPT);
  const canBeLeftOut = inner.length === 0 && ALONE.includes(field);
  return canBeLeftOut ? changeFields(request, [], (key) => (key === field ? undefined : key)) : undefined;
}

/** The object at a path with other names of its fields; undefined leaves one out. */
const changeFields = (
  request: unknown,
  path: readonly PropertyKey[],
  nameOf: (key: string) => string | undefined,
): unknown =>
  changeAt(request, path, (fields) =>
    isFields(fields)
      ? Object.fromEntries(
          Object.entries(fields).flatMap(([key, value]) => {
            const name = nameOf(key);
            return name === undefined ? [] : [[name, value] as const];
          }),
        )
      : fields,
  );

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
