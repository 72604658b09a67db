import { findOperation, inputSchemaOf, type JsonSchemaNode, jsonSchemaOf } from "@klingkit/spec";
import { findHiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { contentItems } from "./content-items.ts";
import { nestedFields, shortNames, textOfEntry } from "./nested-fields.ts";
import type { CallableOperation } from "./require-operation.ts";

/** One field that `kling call` takes. */
export interface OperationField {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** All values that it may have, where these are few. */
  readonly values: readonly string[];
}

/** JSON Schema of what a caller gives: the body or query, and the id in the path. */
export function inputOf(operation: CallableOperation): JsonSchemaNode {
  const schema = operation.family === "models" ? operation.body : inputSchemaOf(operation);
  const input = schema ? jsonSchemaOf(schema) : { type: "object" as const };
  if (!operation.path.includes("{id}")) return input;
  const id = { type: "string", description: "Id of the task, or its external id." } as const;
  return { ...input, properties: { id, ...input.properties }, required: ["id", ...(input.required ?? [])] };
}

/** Fields of an operation, from its JSON Schema; none for an id that is no operation's. */
export function fieldsOfOperation(id: string): readonly OperationField[] {
  const operation = findOperation(id) ?? findHiggsfieldCreate(id);
  if (!operation) return [];
  const input = inputOf(operation);
  const { properties = {}, required = [] } = input;
  const short = shortNames(input);
  const entries = contentItems(input).map(({ type, field, description, values }) => ({
    name: type,
    type: `${field === undefined ? "object" : "string"}, an entry of contents`,
    isRequired: false,
    description,
    values,
  }));
  const fields = Object.entries(properties).flatMap(([name, field]) => [
    describe(name, field, required.includes(name)),
    ...nestedFields(field, [name]).map(({ path, node }) => {
      const last = path.at(-1) ?? "";
      return describe(short.has(last) ? last : path.join("."), node, false);
    }),
  ]);
  return [...fields, ...entries];
}

const describe = (name: string, field: JsonSchemaNode, isRequired: boolean): OperationField => ({
  name,
  type: typeText(field),
  isRequired,
  description: field.description ?? "",
  values: field.enum?.map(String) ?? [],
});

function typeText(node: JsonSchemaNode): string {
  const { type, enum: values, const: value, anyOf } = node;
  if (textOfEntry(node) !== undefined) return "string, repeatable";
  if (values) return values.map(String).join(" | ");
  if (value !== undefined) return String(value);
  if (anyOf) return anyOf.map(typeText).join(" | ");
  return Array.isArray(type) ? type.join(" | ") : String(type ?? "any");
}
