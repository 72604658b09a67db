import {
  type CreateOperation,
  inputSchemaOf,
  isCreate,
  isVideoOperation,
  type JsonSchemaNode,
  jsonSchemaOf,
  type Operation,
} from "@klingkit/spec";

const DURATION_FIELD = "duration";

/** A node of JSON Schema; our own texts (`unit`, `serviceDefault`, `source`) travel in it. */
export type SchemaNode = JsonSchemaNode;

/** JSON Schema of what a caller sends: the body of a POST, the query of a GET. Undefined when there is nothing to send. */
export function requestSchemaOf(operation: Operation): SchemaNode | undefined {
  const schema = inputSchemaOf(operation);
  if (schema === undefined) return undefined;
  const node = jsonSchemaOf(schema);
  const durations = isCreate(operation) ? listedDurations(operation) : undefined;
  return durations === undefined ? node : listDurations(node, durations);
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

/** Says "5 or 10" at the length where the schema only says "from 5 to 10". */
function listDurations(node: SchemaNode, values: readonly number[]): SchemaNode {
  const properties = Object.entries(node.properties ?? {}).map(([name, field]) => [
    name,
    name === DURATION_FIELD && field.minimum !== undefined
      ? listValues(field, values)
      : listDurations(field, values),
  ]);
  return node.properties ? { ...node, properties: Object.fromEntries(properties) } : node;
}

function listValues({ minimum: _, maximum: __, ...node }: SchemaNode, values: readonly number[]): SchemaNode {
  return { ...node, description: `${node.description ?? ""} One of ${values.join(", ")}.`.trim() };
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
