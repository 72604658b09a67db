import { code, codeList } from "./markdown.ts";

/** The part of JSON Schema that zod writes for what is documented here. */
export interface JsonSchema {
  readonly [key: string]: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/**
 * Puts a text on every property, by its path: `a`, `a.b`, `list[].b`; the values of a record are below the record's own name.
 * Throws for a property without a text, and for a text without a property.
 */
export function describeProperties(
  schema: JsonSchema,
  texts: Readonly<Record<string, string | undefined>>,
): JsonSchema {
  const used = new Set<string>();
  const described = describe(schema, "", (path) => {
    const text = texts[path];
    if (text === undefined) throw new Error(`no text for the field ${path}`);
    used.add(path);
    return text;
  });
  const unused = Object.keys(texts).filter((path) => !used.has(path));
  if (unused.length > 0) throw new Error(`no field ${unused.join(", ")}`);
  return described;
}

type TextOf = (path: string) => string;

function describe(node: JsonSchema, prefix: string, textOf: TextOf): JsonSchema {
  const { properties, items, additionalProperties } = node;
  return {
    ...node,
    ...(properties && {
      properties: mapValues(properties, (field, name) => {
        const path = `${prefix}${name}`;
        return { description: textOf(path), ...describe(field, `${path}.`, textOf) };
      }),
    }),
    ...(items && { items: describe(items, `${prefix.slice(0, -1)}[].`, textOf) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: describe(additionalProperties, prefix, textOf),
    }),
  };
}

const mapValues = (
  record: Readonly<Record<string, JsonSchema>>,
  map: (value: JsonSchema, key: string) => JsonSchema,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));

/** Rows of a table: path, type, whether it must be there, text. Nested fields follow theirs. */
export function propertyRows(node: JsonSchema, prefix = ""): string[][] {
  const { properties = {}, required = [] } = node;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const own = [code(path), typeOf(field), required.includes(name) ? "yes" : "no", field.description ?? ""];
    return [own, ...nestedRows(field, path)];
  });
}

function nestedRows(field: JsonSchema, path: string): string[][] {
  const { properties, items, additionalProperties } = field;
  if (properties) return propertyRows(field, `${path}.`);
  if (items?.properties) return propertyRows(items, `${path}[].`);
  return typeof additionalProperties === "object" ? propertyRows(additionalProperties, `${path}.NAME.`) : [];
}

/** What stands in a field, in words. */
export function typeOf(node: JsonSchema): string {
  const { type, const: only, enum: values, anyOf, items, additionalProperties } = node;
  if (only !== undefined) return code(JSON.stringify(only));
  if (values) return codeList(values.map(String));
  if (anyOf) return anyOf.map(typeOf).join(" or ");
  if (type === "array") return items && typeOf(items) !== "any" ? `list of ${typeOf(items)}` : "list";
  if (type === "object")
    return typeof additionalProperties === "object" && !node.properties
      ? `object: ${typeOf(additionalProperties)} by name`
      : "object";
  if (type === "integer") return "whole number";
  if (type === "boolean") return "`true` or `false`";
  return typeof type === "string" ? type.replace("string", "text") : (type?.join(" or ") ?? "any");
}
