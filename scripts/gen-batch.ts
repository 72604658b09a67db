// Writes the JSON Schema of batch files, for editors, and the page of their fields, from the schema that batches are read by.
import type { RequestFieldText } from "@klingkit/spec";
import * as z from "zod/mini";
import { batchFile } from "../packages/engine/src/plan/batch-schema.ts";
import { RESULT_FIELDS } from "../packages/engine/src/plan/read-results.ts";
import { BATCH_REQUEST_TEXTS, BATCH_TEXTS } from "./gen/batch-texts.ts";
import { printBatchPage } from "./gen/pages/batch-page.ts";

const FOLDER = "docs/reference";

type Node = z.core.JSONSchema.BaseSchema;

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const schema = z.toJSONSchema(batchFile, { target: "draft-7", io: "input" });
  const page = describeBatch(changeRequest(schema, withoutNull));
  const file = { ...changeRequest(page, orNull), definitions: { result: REFERENCE } };
  return new Map([
    [`${FOLDER}/schemas/batch-file.schema.json`, `${JSON.stringify(file, undefined, 2)}\n`],
    [`${FOLDER}/batch-file.md`, printBatchPage(page)],
  ]);
}

/** The batch with each field of its requests changed. */
function changeRequest(batch: Node, change: (field: Node, name: string) => Node): Node {
  const list = batch.properties?.["requests"];
  if (!isNode(list) || !isNode(list.items)) throw new Error("a batch has no requests");
  const fields = Object.entries(list.items.properties ?? {}).map(([name, field]) => [
    name,
    isNode(field) ? change(field, name) : field,
  ]);
  const items = { ...list.items, properties: Object.fromEntries(fields) };
  return { ...batch, properties: { ...batch.properties, requests: { ...list, items } } };
}

const NULL: Node = { type: "null" };

const isNull = (node: unknown): boolean => isNode(node) && node.type === "null";

/** Every field but a few may be `null`; the page says so once. */
function withoutNull({ anyOf, ...field }: Node): Node {
  if (!anyOf?.some(isNull)) return { ...field, ...(anyOf ? { anyOf } : {}) };
  const [own] = anyOf.filter((node) => !isNull(node));
  return isNode(own) ? { ...field, ...own } : field;
}

/** Fields that are no default of a batch, so that there is none to go without. */
const OWN: readonly string[] = ["name", "operation", "body"];

function orNull(field: Node, name: string): Node {
  if (OWN.includes(name)) return field;
  const { description, default: assumed, anyOf, ...own } = field;
  return {
    ...(description === undefined ? {} : { description }),
    ...(assumed === undefined ? {} : { default: assumed }),
    anyOf: [...(anyOf ?? [own]), NULL],
  };
}

function describeBatch(schema: Node): Node {
  return withTexts(schema, BATCH_TEXTS, (name, field) => {
    const request = (node: Node): Node =>
      RESULT_FIELDS.reduce(
        (all, path) => withReference(all, path.split(".")),
        withTexts(node, BATCH_REQUEST_TEXTS),
      );
    if (name === "defaults") return request(field);
    if (name === "requests" && isNode(field.items)) return { ...field, items: request(field.items) };
    return field;
  });
}

/** What may stand in place of a file; batches are read with it, and the schema that they are checked by sees a text. */
const REFERENCE: Node = {
  type: "object",
  oneOf: [
    {
      properties: { from: { type: ["string", "integer"] }, result: { type: "integer", minimum: 1 } },
      required: ["from"],
      additionalProperties: false,
    },
    {
      properties: { lastFrameOf: { type: ["string", "integer"] } },
      required: ["lastFrameOf"],
      additionalProperties: false,
    },
  ],
};

/** Lets the field at a path hold a result of another request; `*` is each item of a list. */
function withReference(node: Node, [step, ...rest]: readonly string[]): Node {
  if (step === undefined) {
    const { description, ...own } = node;
    return {
      ...(description === undefined ? {} : { description }),
      anyOf: [own, { $ref: "#/definitions/result" }],
    };
  }
  if (step === "*") return isNode(node.items) ? { ...node, items: withReference(node.items, rest) } : node;
  const field = node.properties?.[step];
  if (!isNode(field)) throw new Error(`no field ${step} may hold a result`);
  return { ...node, properties: { ...node.properties, [step]: withReference(field, rest) } };
}

/** Puts the text of each field into an object's schema. Throws for a field without one. */
function withTexts(
  schema: Node,
  texts: Readonly<Record<string, RequestFieldText>>,
  change: (name: string, field: Node) => Node = (_, field) => field,
): Node {
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const text = texts[name];
    if (!text || !isNode(field)) throw new Error(`no text for the field ${name}`);
    const { description, serviceDefault } = text;
    const assumed = serviceDefault === undefined ? {} : { default: serviceDefault };
    return [name, { description, ...assumed, ...change(name, field) }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
