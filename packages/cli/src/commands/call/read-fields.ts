import { type JsonObject, type JsonSchemaNode, withValueAt } from "@klingkit/spec";
import { usageError } from "../../errors/cli-error.ts";

/**
 * Reads `--field value` words into a body by the types of its JSON Schema; `--a.b value` is nested, objects and lists
 * are JSON text, and a boolean may stand without a value. Throws `unknown_field` and `invalid_field`.
 */
export function readFields(
  words: readonly string[],
  schema: JsonSchemaNode,
  base: JsonObject = {},
): JsonObject {
  let body = base;
  for (let at = 0; at < words.length; at += 1) {
    const { name, inline } = splitWord(words[at] ?? "");
    const path = name.split(".");
    const node = nodeAt(schema, path, name);
    const next = words[at + 1];
    const isBareSwitch =
      inline === undefined && accepts(node, "boolean") && next !== "true" && next !== "false";
    const text = inline ?? (isBareSwitch ? "true" : next);
    if (text === undefined) throw usageError("invalid_field", `--${name}: the value is missing.`);
    if (inline === undefined && !isBareSwitch) at += 1;
    body = withValueAt(body, name, readValue(name, text, node));
  }
  return body;
}

function splitWord(word: string): { readonly name: string; readonly inline: string | undefined } {
  const [, name = "", inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
  if (name !== "") return { name, inline };
  throw usageError("usage_error", `'${word}' is no field: write --field VALUE. Nothing was sent.`);
}

function nodeAt(schema: JsonSchemaNode, path: readonly string[], name: string): JsonSchemaNode {
  let node = schema;
  for (const part of path) {
    const fields = fieldsOf(node);
    const next = Object.hasOwn(fields, part) ? fields[part] : undefined;
    if (!next) {
      const names = Object.keys(fields).join(", ") || "none";
      throw usageError("unknown_field", `--${name}: there is no field '${part}'. Fields: ${names}.`);
    }
    node = next;
  }
  return node;
}

const fieldsOf = ({ properties, anyOf = [] }: JsonSchemaNode): Readonly<Record<string, JsonSchemaNode>> =>
  properties ?? Object.assign({}, ...anyOf.map(fieldsOf));

function accepts(node: JsonSchemaNode, type: string): boolean {
  if (node.anyOf) return node.anyOf.some((option) => accepts(option, type));
  if (Array.isArray(node.type)) return node.type.includes(type);
  return node.type === undefined || node.type === type;
}

/** The first type of the schema that the text can be; what fits none is left to the rules as text. */
function readValue(name: string, text: string, node: JsonSchemaNode): unknown {
  if (accepts(node, "boolean") && (text === "true" || text === "false")) return text === "true";
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text));
  if ((accepts(node, "number") || accepts(node, "integer")) && isNumber) return Number(text);
  if (accepts(node, "object") || accepts(node, "array")) {
    const value = parseJson(text);
    if (typeof value === "object" && value !== null) return value;
    if (!accepts(node, "string"))
      throw usageError("invalid_field", `--${name}: '${text}' is not JSON of an object or list.`);
  }
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
