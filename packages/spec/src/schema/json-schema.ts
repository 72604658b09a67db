import { requireObject } from "../require-arguments.ts";
import type { Schema, SchemaDef } from "./schema.ts";

export type JsonSchemaType = "string" | "number" | "integer" | "boolean" | "array" | "object";

/** The part of JSON Schema that our schemas need; texts (`unit`, `serviceDefault`, `source`) travel in it. */
export interface JsonSchemaNode {
  readonly [text: string]: unknown;
  readonly type?: JsonSchemaType | readonly JsonSchemaType[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: JsonSchemaNode;
  readonly minItems?: number;
  readonly anyOf?: readonly JsonSchemaNode[];
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchemaNode;
}

/** A schema as JSON Schema, for types, help, pages and forms. Optional fields are those that `required` leaves out. */
export function jsonSchemaOf(schema: Schema): JsonSchemaNode {
  requireObject("jsonSchemaOf", { schema });
  const { def, texts } = schema;
  return def.type === "optional" ? { ...jsonSchemaOf(def.inner), ...texts } : { ...nodeOf(def), ...texts };
}

function nodeOf(def: Exclude<SchemaDef, { readonly type: "optional" }>): JsonSchemaNode {
  switch (def.type) {
    case "boolean":
      return { type: "boolean" };
    case "string":
      return { type: "string", ...present({ minLength: def.minLength, pattern: def.pattern?.source }) };
    case "int":
    case "number": {
      const { type, minimum, maximum } = def;
      return { type: type === "int" ? "integer" : "number", ...present({ minimum, maximum }) };
    }
    case "enum": {
      const [first] = def.values;
      const type = typeof first === "number" ? "number" : "string";
      return def.values.length === 1 ? { type, const: first } : { type, enum: def.values };
    }
    case "array":
      return { type: "array", items: jsonSchemaOf(def.item), ...present({ minItems: def.minItems }) };
    case "union":
      return unionOf(def.options.map(jsonSchemaOf));
    case "object": {
      const fields = Object.entries(def.shape);
      const required = fields.filter(([, field]) => field.def.type !== "optional").map(([name]) => name);
      return {
        type: "object",
        properties: Object.fromEntries(fields.map(([name, field]) => [name, jsonSchemaOf(field)])),
        ...(required.length > 0 ? { required } : {}),
        additionalProperties: false,
      };
    }
  }
}

/** Alternatives that are nothing but types are one type with several names. */
function unionOf(options: readonly JsonSchemaNode[]): JsonSchemaNode {
  const types = options.flatMap((option) =>
    Object.keys(option).length === 1 && typeof option.type === "string" ? option.type : [],
  );
  return types.length === options.length ? { type: types } : { anyOf: options };
}

/** The entries that are there. */
const present = (entries: Readonly<Record<string, unknown>>): JsonSchemaNode =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
