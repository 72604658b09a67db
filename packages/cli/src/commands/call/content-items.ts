import type { JsonObject, JsonSchemaNode } from "@klingkit/spec";
import { usageError } from "../../errors/cli-error.ts";
import { fieldsOf } from "./nested-fields.ts";

/** Field of a body whose entries say by their type what they are. */
const CONTENTS = "contents";

/** A kind of entry of `contents`, which a flag of its own adds: `--product-image a.png` is `{ type: "product_image", url: "a.png" }`. */
export interface ContentItem {
  readonly type: string;
  /** The one field that it needs; undefined where it needs several, which are written as JSON. */
  readonly field: string | undefined;
  readonly description: string;
  /** All values that it may have, where these are few. */
  readonly values: readonly string[];
}

/** The kinds of entries that a body's `contents` may hold; none where it has no such list. */
export function contentItems(schema: JsonSchemaNode): readonly ContentItem[] {
  const { items } = fieldsOf(schema)[CONTENTS] ?? {};
  return (items?.anyOf ?? []).flatMap(({ properties = {}, required = [] }) => {
    const type = properties["type"]?.const;
    if (typeof type !== "string") return [];
    const [field, ...more] = required.filter((name) => name !== "type");
    const only = more.length === 0 ? field : undefined;
    const { description = "", enum: values = [] } = properties[only ?? ""] ?? {};
    return { type, field: only, description, values: values.map(String) };
  });
}

/** `product` for `product_image`, where that says enough. */
function shortTypes(items: readonly ContentItem[]): ReadonlyMap<string, ContentItem> {
  const byStem = Map.groupBy(items, ({ type }) => type.replace(/_[^_]+$/, ""));
  return new Map(
    [...byStem].flatMap(([stem, [item, ...more]]) => (item && more.length === 0 ? [[stem, item]] : [])),
  );
}

/** The kind of entry that a flag such as `product-image` or `product` adds. */
export function findContentItem(schema: JsonSchemaNode, flag: string): ContentItem | undefined {
  const items = contentItems(schema);
  const name = flag.replaceAll("-", "_");
  return items.find(({ type }) => type === name) ?? shortTypes(items).get(name);
}

/** The list with one more entry. Throws `invalid_field` for a text where several fields are needed. */
export function addContent(
  before: unknown,
  { type, field }: Pick<ContentItem, "type" | "field">,
  text: string,
): readonly unknown[] {
  const entries: readonly unknown[] = Array.isArray(before) ? before : [];
  return [...entries, { type, ...fieldsIn(text, { type, field }) }];
}

function fieldsIn(text: string, { type, field }: Pick<ContentItem, "type" | "field">): JsonObject {
  if (text.startsWith("{")) {
    const value: unknown = parseObject(text);
    if (typeof value === "object" && value !== null) return { ...value };
  }
  if (field !== undefined) return { [field]: text };
  throw usageError("invalid_field", `--${type}: '${text}' is not a JSON object. Nothing was sent.`);
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
