import { type CreateOperation, isCreate, isVideoOperation, type Operation } from "@klingkit/spec";
import * as z from "zod/mini";

const DURATION_FIELD = "duration";

/** A node of the JSON Schema that zod derives; our own texts (`unit`, `serviceDefault`, `source`) travel in it. */
export type SchemaNode = z.core.JSONSchema.BaseSchema;

/** JSON Schema of what a caller sends: the body of a POST, the query of a GET. Undefined when there is nothing to send. */
export function requestSchemaOf(operation: Operation): SchemaNode | undefined {
  const query = isCreate(operation) ? undefined : operation.query;
  const schema = operation.body ?? query;
  if (schema === undefined) return undefined;
  const durations = isCreate(operation) ? listedDurations(operation) : undefined;
  return z.toJSONSchema(schema, {
    unrepresentable: "any",
    override: ({ jsonSchema, path }) => {
      // Called once for the field and once for its optional wrapper: the second time there is no bound left.
      const isDuration = path.at(-1) === DURATION_FIELD && jsonSchema.minimum !== undefined;
      if (isDuration && durations !== undefined) listValues(jsonSchema, durations);
    },
  });
}

/** `text-to-video/kling-3.0` becomes `TextToVideoKling30`. */
export function typeNameOf(operationId: string): string {
  const words = operationId.replaceAll(".", "").split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** `text-to-video` and `images/generations` become `textToVideo` and `imagesGenerations`. */
export function camelCase(name: string): string {
  const type = typeNameOf(name);
  return type.charAt(0).toLowerCase() + type.slice(1);
}

/** Narrows a schema entry, which JSON Schema allows to be `true` or `false` too. */
export function nodeOf(schema: z.core.JSONSchema._JSONSchema | undefined): SchemaNode {
  return typeof schema === "object" ? schema : {};
}

/** Says "5 or 10" where the schema only says "from 5 to 10". zod's override is meant to be written into. */
function listValues(node: SchemaNode, values: readonly number[]): void {
  delete node.minimum;
  delete node.maximum;
  node.description = `${node.description ?? ""} One of ${values.join(", ")}.`.trim();
}

/** Lengths that a create offers where they are not a plain range, such as 5 and 10. */
function listedDurations(operation: CreateOperation): readonly number[] | undefined {
  if (!isVideoOperation(operation)) return undefined;
  const { rows } = operation;
  const [row] = rows;
  const seconds = rows.length === 1 ? row?.durationsSeconds : null;
  if (seconds === null || seconds === undefined) return undefined;
  const isRange = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0) + 1 === seconds.length;
  return isRange ? undefined : seconds;
}
