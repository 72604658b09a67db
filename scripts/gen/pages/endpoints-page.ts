import { type FamilyId, KLING_FAMILIES, OPERATIONS, type Operation, SPEECH_VOICES } from "@klingkit/spec";
import { describeField, fieldsOf } from "../describe-field.ts";
import { code, codeList, page, printSource, table } from "../markdown.ts";
import { requestSchemaOf, type SchemaNode } from "../operation-schema.ts";

/** Its description and its warnings send people here for the voices. */
const SPEECH = "v1/audio/tts";
const FAMILIES: readonly FamilyId[] = ["standard", "legacy", "solutions", "account"];

export function printEndpointsPage(): string {
  return page("Endpoints of Kling", [
    "Every endpoint of Kling that klingkit calls. Field names are the service's own.",
    table(
      ["Operation", "Request", "What it does"],
      OPERATIONS.map(({ id, method, path, title }) => [code(id), code(`${method} ${path}`), title]),
    ),
    ...FAMILIES.flatMap(printFamily),
  ]);
}

function printFamily(id: FamilyId): string[] {
  const { credentials, statusWords } = KLING_FAMILIES[id];
  return [
    `## Family ${id}`,
    `Credentials: ${credentials.join(" or ")}. Status words: ${codeList(Object.values(statusWords))}.`,
    ...OPERATIONS.filter(({ family }) => family === id).flatMap(printOperation),
  ];
}

function printOperation(operation: Operation): string[] {
  const { id, title, method, path, source } = operation;
  const schema = requestSchemaOf(operation);
  const fields = schema === undefined ? [] : listFields(schema, "");
  return [
    `### ${code(id)}`,
    `${title}. ${code(`${method} ${path}`)}. ${costOf(operation)}`,
    ...(fields.length === 0 ? [] : [table(["Field", "Type", "Required", "Text"], fields)]),
    ...(id === SPEECH ? listSpeechVoices() : []),
    `Source: ${printSource(source)}.`,
  ];
}

function listSpeechVoices(): string[] {
  const voices = SPEECH_VOICES.map(({ id, names, languages }) => [
    code(id),
    codeList(languages),
    Object.values(names).join(", "),
  ]);
  return [
    `The catalogue of speech voices has ${voices.length} known voices, with their names in the service's guide. They come from two copies of the guide, one of which warns that a few may be invalid. For another voice klingkit warns, and sends the request.`,
    table(["Voice", "Languages", "Names"], voices),
  ];
}

function costOf({ effect, answer }: Operation): string {
  if (effect !== "spends") return "Free.";
  return answer === "now"
    ? "Answers at once, and costs units when it does."
    : "Costs units when the task succeeds.";
}

/** Fields with their path; items of a list as `contents[]`, alternatives of a list by their `type`. */
export function listFields(node: SchemaNode, prefix: string): (readonly string[])[] {
  return fieldsOf(node).flatMap(({ name, field, isRequired }) => {
    const path = `${prefix}${name}`;
    const own = [code(path), printType(field), isRequired ? "yes" : "no", describeField(field).join(" ")];
    return [own, ...listNested(field, path)];
  });
}

function listNested(field: SchemaNode, path: string): (readonly string[])[] {
  if (field.type === "object") return listFields(field, `${path}.`);
  const { type, items: item } = field;
  if (type !== "array" || item === undefined) return [];
  if (item.anyOf === undefined) return listFields(item, `${path}[].`);
  return item.anyOf.flatMap((part) => listFields(part, `${path}[${alternativeName(part)}].`));
}

function alternativeName(node: SchemaNode): string {
  const { type, key } = node.properties ?? {};
  return String((type ?? key)?.const ?? "");
}

function printType(node: SchemaNode): string {
  if (node.const !== undefined) return code(JSON.stringify(node.const));
  if (node.enum !== undefined) return codeList(node.enum.map((value) => String(value)));
  if (node.anyOf !== undefined) return "one of several";
  if (node.type === "array") return "list";
  return typeof node.type === "object" ? node.type.join(" or ") : (node.type ?? "any");
}
