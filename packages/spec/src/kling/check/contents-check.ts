import type { Issue } from "../../issue.ts";
import { isJsonObject } from "../../json-object.ts";
import type { SchemaIssue } from "../../schema/schema.ts";
import { GLOBAL_CONTENT_TYPES } from "../facts/content-types.ts";
import { dropAbsent } from "../families/normalize.ts";
import { type Fault, REQUIRED } from "./fault.ts";
import { formatPath, valueAt } from "./schema-path.ts";

/** A body as the service reads it. */
export interface Reading {
  readonly body: unknown;
  /** Makes a finding name the caller's own list, in which the ignored items still stand; only where some are ignored. */
  readonly renumber?: (issue: Issue) => Issue;
}

/** Judges the items of `contents`. Apart from the other checks: a bundle of operations without such a list goes without it. */
export interface ContentsCheck {
  /** Leaves out what the service ignores: items of types that it knows from other products. @source LIVE 2026-09-28 */
  dropForeign(body: unknown): Reading;
  /** Replaces "fits none of the content types" by what is wrong with the type that the item names. */
  narrow(issue: SchemaIssue, body: unknown): readonly SchemaIssue[];
  /** The fault of an item; undefined where any other field would have the same one. */
  findFault(issue: SchemaIssue, body: unknown): Fault | undefined;
}

/** For a list whose items may have these types. */
export const contentsCheck = (types: readonly string[]): ContentsCheck => ({
  dropForeign(body) {
    if (!isJsonObject(body) || !Array.isArray(body["contents"])) return { body };
    const { contents } = body;
    const kept = [...contents.entries()].filter(([, item]) => !isForeign(item, types));
    if (kept.length === contents.length) return { body };
    const places = kept.map(([place]) => place);
    return {
      body: dropAbsent({ ...body, contents: kept.map(([, item]: readonly [number, unknown]) => item) }),
      renumber: (issue) => renumber(issue, places),
    };
  },

  narrow(issue, body) {
    if (!isMisfit(issue)) return [issue];
    const item = valueAt(body, issue.path);
    const place = isJsonObject(item) ? types.indexOf(String(item["type"])) : -1;
    const nested = issue.errors[place];
    return nested?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
  },

  findFault(issue, body) {
    const path = formatPath(issue.path);
    const value = valueAt(body, issue.path);
    if (isMisfit(issue)) return itemFault(path, value, types);
    const [list, index] = issue.path;
    if (list !== "contents" || typeof index !== "number" || issue.path.length < 3 || value !== undefined)
      return undefined;
    const item = valueAt(body, [list, index]);
    const type = isJsonObject(item) ? String(item["type"]) : "";
    return { rule: "required", path, message: `an item of type '${type}' needs it.`, subject: type };
  },
});

const isForeign = (item: unknown, own: readonly string[]): boolean =>
  isJsonObject(item) &&
  typeof item["type"] === "string" &&
  !own.includes(item["type"]) &&
  GLOBAL_CONTENT_TYPES.includes(item["type"]);

function renumber({ path, message, serviceMessage, ...rest }: Issue, places: readonly number[]): Issue {
  const fix = (text: string) =>
    text.replace(/\bcontents\[(\d+)\]/g, (_, at: string) => `contents[${places[Number(at)] ?? at}]`);
  const said = serviceMessage === undefined ? {} : { serviceMessage: fix(serviceMessage) };
  return { ...rest, path: fix(path), message: fix(message), ...said };
}

/** Whether an item fits none of the content types. */
const isMisfit = (issue: SchemaIssue): issue is Extract<SchemaIssue, { readonly code: "invalid_union" }> =>
  issue.code === "invalid_union" && issue.path[0] === "contents";

/** An item that has no type, or one that the endpoint does not have. */
function itemFault(path: string, item: unknown, types: readonly string[]): Fault {
  if (!isJsonObject(item)) return { rule: "type", path, message: "expected object.", expected: "object" };
  const { type } = item;
  const at = `${path}.type`;
  if (type === undefined) return { ...REQUIRED, path: at };
  const message = `'${String(type)}' is not used here. Use ${types.join(", ")}.`;
  return { rule: "content-type", path: at, message, subject: type };
}
