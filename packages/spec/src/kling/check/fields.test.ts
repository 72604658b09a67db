import { describe, expect, it } from "vitest";
import { jsonSchemaOf } from "../../schema/json-schema.ts";
import { OPERATIONS } from "../operations/index.ts";
import { inputSchemaOf } from "../operations/input-schema.ts";

interface Field {
  readonly path: string;
  readonly schema: Record<string, unknown>;
}

/** Every property of a JSON schema, with its path. `type` of a content item names itself. */
function fieldsOf(schema: unknown, path = ""): readonly Field[] {
  if (typeof schema !== "object" || schema === null) return [];
  const node = Object.fromEntries(Object.entries(schema));
  const properties = Object.entries(Object(node["properties"]));
  return [
    ...properties.flatMap(([name, child]) => {
      const at = path ? `${path}.${name}` : name;
      return [
        { path: at, schema: Object.fromEntries(Object.entries(Object(child))) },
        ...fieldsOf(child, at),
      ];
    }),
    ...fieldsOf(node["items"], `${path}[]`),
    ...[...Object.values(Object(node["anyOf"]))].flatMap((child) => fieldsOf(child, path)),
  ];
}

const inputs = OPERATIONS.flatMap((operation) => {
  const schema = inputSchemaOf(operation);
  return schema ? [{ id: operation.id, schema: jsonSchemaOf(schema) }] : [];
});

describe("texts of fields", () => {
  it.each(inputs)("$id describes every field", ({ schema }) => {
    const bare = fieldsOf(schema).filter(
      ({ path, schema: field }) =>
        typeof field["description"] !== "string" && field["const"] === undefined && !NESTED.test(path),
    );
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it.each(inputs)("$id gives lengths of time a unit", ({ schema }) => {
    const times = fieldsOf(schema).filter(({ path }) => /(duration|_time)$/.test(path));
    for (const { path, schema: field } of times) expect(field["unit"], path).toMatch(/^(seconds|ms)$/);
  });
});

/** Parts whose parent's text says what they are. */
const NESTED = /(\.config\.?.*|trajectories\[\]\.[xy]|filters\[\]\.(key|values))$/;
