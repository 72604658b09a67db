import { type JsonObject, type JsonSchemaNode, valueAt, withValueAt } from "@klingkit/spec";
import { usageError } from "../../errors/cli-error.ts";
import { addContent, type ContentItem, contentItems, findContentItem } from "./content-items.ts";
import { fieldsOf, textOfEntry } from "./nested-fields.ts";

export interface FieldsInput {
  /** JSON Schema of the body. */
  readonly schema: JsonSchemaNode;
  /** Fields that the words add to. */
  readonly base?: JsonObject;
  /** Field that a bare word fills; without it every word belongs to a `--field`. */
  readonly operand?: string | undefined;
}

/**
 * Reads `--field value` words into a body by the types of its JSON Schema; `--a.b value` is nested, also as `--b` where no
 * other object has a `b`; objects and lists are JSON text, a list whose entries need one text also one flag for each, and
 * a boolean may stand without a value. Of `contents`, each kind of entry is a flag: `--product-image a.png`, or `--product` where no
 * other kind begins so. `--aspect-ratio` is `aspect_ratio`, and `--model` the field `model_name`. Throws `unknown_field` and `invalid_field`.
 */
export function readFields(
  words: readonly string[],
  { schema, base = {}, operand }: FieldsInput,
): JsonObject {
  let body = base;
  let isOperandTaken = false;
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? "";
    const isBare = operand !== undefined && !word.startsWith("--");
    if (isBare && isOperandTaken) throw strayWord(word, `${operand} was given already; put it in quotes`);
    isOperandTaken ||= isBare;
    const field = isBare
      ? { name: operand, ...nodeAt(schema, operand), text: word, count: 1 }
      : readFlag(schema, word, words[at + 1]);
    const value = readValue(field, valueAt(body, field.path));
    body = withValueAt(body, field.path, value);
    at += field.count;
  }
  return body;
}

interface GivenField extends FoundField {
  /** As it was typed. */
  readonly name: string;
  readonly text: string;
  /** Words that it takes. */
  readonly count: number;
}

/** `--field value`, `--field=value`, or a boolean alone. */
function readFlag(schema: JsonSchemaNode, word: string, next: string | undefined): GivenField {
  const { name, inline } = splitWord(word);
  const found = nodeAt(schema, name);
  if (inline !== undefined) return { name, ...found, text: inline, count: 1 };
  const isBareSwitch =
    !found.content && accepts(found.node, "boolean") && next !== "true" && next !== "false";
  if (isBareSwitch) return { name, ...found, text: "true", count: 1 };
  if (next === undefined) throw usageError("invalid_field", `--${name}: the value is missing.`);
  return { name, ...found, text: next, count: 2 };
}

const strayWord = (word: string, why: string) =>
  usageError("usage_error", `'${word}' is no field: ${why}. Nothing was sent.`);

function splitWord(word: string): { readonly name: string; readonly inline: string | undefined } {
  const [, name = "", inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
  if (name !== "") return { name, inline };
  throw strayWord(word, "write --field VALUE");
}

interface FoundField {
  readonly node: JsonSchemaNode;
  /** With the service's own names. */
  readonly path: string;
  /** Kind of the entry that the value becomes. */
  readonly content?: ContentItem;
}

/** Other words for a field, where it has none of that name. */
const OTHER_NAMES: Readonly<Record<string, string>> = { model: "model_name" };

/** The field's own name for a word such as `aspect-ratio`. */
function ownName(part: string, fields: Readonly<Record<string, JsonSchemaNode>>): string | undefined {
  const underscored = part.replaceAll("-", "_");
  const camelCased = part.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [part, underscored, camelCased, OTHER_NAMES[part]].find(
    (name) => name !== undefined && Object.hasOwn(fields, name),
  );
}

function nodeAt(schema: JsonSchemaNode, name: string): FoundField {
  const [first = ""] = name.split(".");
  let node = schema;
  const path: string[] = [];
  if (ownName(first, fieldsOf(schema)) === undefined) {
    const outer = outerOf(schema, first);
    if (outer !== undefined) return nodeAt(schema, `${outer}.${name}`);
    const content = findContentItem(schema, name);
    if (content) return { node: {}, path: "contents", content };
  }
  for (const part of name.split(".")) {
    const fields = fieldsOf(node);
    const own = ownName(part, fields);
    const next = own === undefined ? undefined : fields[own];
    if (own === undefined || !next) {
      const own = [
        ...Object.keys(fields),
        ...(node === schema ? contentItems(schema).map(({ type }) => type) : []),
      ];
      const names = own.join(", ") || "none";
      throw usageError("unknown_field", `--${name}: there is no field '${part}'. Fields: ${names}.`);
    }
    path.push(own);
    node = next;
  }
  return { node, path: path.join(".") };
}

/** The only object of a body that has such a field, so that it needs not be named. */
function outerOf(schema: JsonSchemaNode, part: string): string | undefined {
  const found = Object.entries(fieldsOf(schema)).filter(
    ([, inner]) => accepts(inner, "object") && ownName(part, fieldsOf(inner)) !== undefined,
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
}

function accepts(node: JsonSchemaNode, type: string): boolean {
  if (node.anyOf) return node.anyOf.some((option) => accepts(option, type));
  if (Array.isArray(node.type)) return node.type.includes(type);
  return node.type === undefined || node.type === type;
}

/** An object or a list: JSON, or the text of the next entry, as in `--tag-list o_102`. */
function readNested(
  { name, text, node }: Pick<GivenField, "name" | "text" | "node">,
  before: unknown,
): unknown {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null) return value;
  const entry = textOfEntry(node);
  if (entry !== undefined)
    return [...(Array.isArray(before) ? before : []), entry === null ? text : { [entry]: text }];
  if (accepts(node, "string")) return text;
  throw usageError("invalid_field", `--${name}: '${text}' is not JSON of an object or list.`);
}

/** The first type of the schema that the text can be; what fits none is left to the rules as text. A list of texts grows by each. */
function readValue(
  { name, text, node, content }: Pick<GivenField, "name" | "text" | "node" | "content">,
  before: unknown,
): unknown {
  if (content) return addContent(before, content, text);
  if (accepts(node, "boolean") && (text === "true" || text === "false")) return text === "true";
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text));
  if ((accepts(node, "number") || accepts(node, "integer")) && isNumber) return Number(text);
  if (accepts(node, "object") || accepts(node, "array")) return readNested({ name, text, node }, before);
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
