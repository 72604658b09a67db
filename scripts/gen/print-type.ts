import type { JsonSchemaType } from "@klingkit/spec";
import { describeField, fieldsOf } from "./describe-field.ts";
import type { SchemaNode } from "./operation-schema.ts";

export type PrintOptions = {
  /** Model ids that are known; any other text stays allowed, because the service adds models without notice. */
  readonly modelNames: readonly string[];
  /** Those of them that the service refuses. */
  readonly retiredModelNames: readonly string[];
};

const INDENT = "  ";
const MODEL_FIELD = "model_name";

/** The members of an interface for an object schema, each with its hover text. */
export function printMembers(node: SchemaNode, options: PrintOptions, depth = 1): string {
  return fieldsOf(node)
    .map(({ name, field, isRequired }) => printMember({ name, field, isRequired, depth, options }))
    .join("\n");
}

type Member = {
  readonly name: string;
  readonly field: SchemaNode;
  readonly isRequired: boolean;
  readonly depth: number;
  readonly options: PrintOptions;
};

function printMember({ name, field, isRequired, depth, options }: Member): string {
  const indent = INDENT.repeat(depth);
  const isModel = name === MODEL_FIELD && options.modelNames.length > 0;
  const type = isModel ? printOpenUnion(options.modelNames) : printType(field, options, depth);
  const sentences = describeField(field);
  if (isModel && options.retiredModelNames.length > 0) {
    sentences.push(`The service refuses ${options.retiredModelNames.join(", ")} (retired).`);
  }
  const comment =
    sentences.length === 0 ? "" : `${indent}/** ${sentences.join(" ").replaceAll("*/", "*\\/")} */\n`;
  const tail = isRequired ? `: ${type};` : `?: ${type} | undefined;`;
  return `${comment}${indent}readonly ${name}${tail}`;
}

function printOpenUnion(values: readonly string[]): string {
  return [...values.map((value) => JSON.stringify(value)), "(string & {})"].join(" | ");
}

function printType(node: SchemaNode, options: PrintOptions, depth: number): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
  const { anyOf } = node;
  if (anyOf !== undefined) return anyOf.map((part) => printType(part, options, depth)).join(" | ");
  if (node.type === "array") return `readonly (${printType(node.items ?? {}, options, depth)})[]`;
  if (node.type === "object") return printObject(node, options, depth);
  if (typeof node.type === "object") return printAlternatives(node.type, options, depth);
  if (node.type === "integer" || node.type === "number") return "number";
  if (node.type === "string" || node.type === "boolean") return node.type;
  return "unknown";
}

/** `type: ["number", "string"]`, the short form of a union. */
const printAlternatives = (types: readonly JsonSchemaType[], options: PrintOptions, depth: number): string =>
  types.map((type) => printType({ type }, options, depth)).join(" | ");

function printObject(node: SchemaNode, options: PrintOptions, depth: number): string {
  return `{\n${printMembers(node, options, depth + 1)}\n${INDENT.repeat(depth)}}`;
}
