import type { SchemaNode } from "./operation-schema.ts";

/** What is known of a field beside its type: text, unit, range, default, source. One sentence each, in this order. */
export function describeField(node: SchemaNode): string[] {
  return [
    node.description,
    describeUnit(node),
    describeRange(node),
    describeDefault(node),
    describeSource(node),
  ].filter((sentence) => sentence !== undefined);
}

function textAt(node: SchemaNode, key: string): string | undefined {
  const value = node[key];
  return typeof value === "string" ? value : undefined;
}

function describeUnit(node: SchemaNode): string | undefined {
  const unit = textAt(node, "unit");
  if (unit === undefined || node.maxLength !== undefined) return undefined;
  return `In ${unit}.`;
}

function describeRange(node: SchemaNode): string | undefined {
  const { minimum, maximum, maxLength, minItems } = node;
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  if (maximum !== undefined) return `At most ${maximum}.`;
  if (maxLength !== undefined) return `At most ${maxLength} ${textAt(node, "unit") ?? "characters"}.`;
  const maxItems = typeof node["maxItems"] === "number" ? node["maxItems"] : undefined;
  if (minItems !== undefined && minItems === maxItems) return `Exactly ${countItems(minItems)}.`;
  if (minItems !== undefined && maxItems !== undefined) return `${minItems} to ${countItems(maxItems)}.`;
  if (minItems !== undefined) return `At least ${countItems(minItems)}.`;
  return maxItems === undefined ? undefined : `At most ${countItems(maxItems)}.`;
}

const countItems = (count: number): string => `${count} ${count === 1 ? "item" : "items"}`;

function describeDefault(node: SchemaNode): string | undefined {
  const assumed = node["serviceDefault"];
  return assumed === undefined ? undefined : `Default \`${JSON.stringify(assumed)}\`.`;
}

function describeSource(node: SchemaNode): string | undefined {
  const source = textAt(node, "source");
  return source === undefined ? undefined : `Source: ${source}.`;
}

/** Fields of an object in order, with whether they must be sent. */
export function fieldsOf(node: SchemaNode): { name: string; field: SchemaNode; isRequired: boolean }[] {
  return Object.entries(node.properties ?? {}).map(([name, schema]) => ({
    name,
    field: schema,
    isRequired: node.required?.includes(name) ?? false,
  }));
}
