// Writes the JSON Schema of batch files, for editors, and the page of their fields, from the schema that batches are read by.
import type { RequestFieldText } from "@klingkit/spec";
import * as z from "zod/mini";
import { batchFile } from "../packages/engine/src/plan/batch-schema.ts";
import { BATCH_REQUEST_TEXTS, BATCH_TEXTS } from "./gen/batch-texts.ts";
import { printBatchPage } from "./gen/pages/batch-page.ts";

const FOLDER = "docs/reference";

type Node = z.core.JSONSchema.BaseSchema;

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const schema = describeBatch(z.toJSONSchema(batchFile, { target: "draft-7", io: "input" }));
  return new Map([
    [`${FOLDER}/batch.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`],
    [`${FOLDER}/batch.md`, printBatchPage(schema)],
  ]);
}

function describeBatch(schema: Node): Node {
  return withTexts(schema, BATCH_TEXTS, (name, field) => {
    const request = (node: Node): Node => withTexts(node, BATCH_REQUEST_TEXTS);
    if (name === "defaults") return request(field);
    if (name === "requests" && isNode(field.items)) return { ...field, items: request(field.items) };
    return field;
  });
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
