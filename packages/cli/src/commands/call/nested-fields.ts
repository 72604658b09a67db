import type { JsonSchemaNode } from "@klingkit/spec";

export type Fields = Readonly<Record<string, JsonSchemaNode>>;

/** Fields of an object, also of one of several kinds. */
export const fieldsOf = ({ properties, anyOf = [] }: JsonSchemaNode): Fields =>
  properties ?? Object.assign({}, ...anyOf.map(fieldsOf));

export interface NestedField {
  /** Names from the body down. */
  readonly path: readonly string[];
  readonly node: JsonSchemaNode;
}

/** Fields inside the objects of a body, which stand in no list. */
export function nestedFields(schema: JsonSchemaNode, above: readonly string[] = []): readonly NestedField[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, node]) => {
    const path = [...above, name];
    const own = above.length > 0 ? [{ path, node }] : [];
    return [...own, ...nestedFields(node, path)];
  });
}

/** The fields that a word may name alone: no field of the body, nor another nested one, is called the same. */
export function shortNames(schema: JsonSchemaNode): ReadonlyMap<string, NestedField> {
  const top = fieldsOf(schema);
  const byName = Map.groupBy(nestedFields(schema), ({ path }) => path.at(-1) ?? "");
  const unique = [...byName].flatMap(([name, fields]) => {
    const [field] = fields;
    return fields.length === 1 && field && !Object.hasOwn(top, name) ? [[name, field] as const] : [];
  });
  return new Map(unique);
}

/** The one text that an entry of a list needs, as in `[{ "image_url": … }]`; null for a list of texts. */
export function textOfEntry({ items }: JsonSchemaNode): string | null | undefined {
  if (!items) return undefined;
  if (items.type === "string") return null;
  const fields = Object.entries(items.properties ?? {});
  const needed = fields.length === 1 ? fields : fields.filter(([name]) => items.required?.includes(name));
  const [only] = needed;
  return needed.length === 1 && only?.[1].type === "string" ? only[0] : undefined;
}
