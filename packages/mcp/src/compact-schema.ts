import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import * as z from "zod/mini";

/** A schema whose JSON form leaves out what says nothing: every model reads the list of tools with each conversation. */
export function compact<Schema extends z.ZodMiniObject>(
  schema: Schema,
): StandardSchemaWithJSON<z.input<Schema>, z.output<Schema>> {
  return {
    "~standard": {
      ...schema["~standard"],
      jsonSchema: {
        input: () => shorten(z.toJSONSchema(schema, { io: "input" })),
        output: () => shorten(z.toJSONSchema(schema, { io: "output" })),
      },
    },
  };
}

const SAYS_NOTHING: readonly ((key: string, value: unknown) => boolean)[] = [
  (key) => key === "$schema",
  (key, value) => key === "additionalProperties" && isEmpty(value),
  (key, value) => key === "minimum" && value === Number.MIN_SAFE_INTEGER,
  (key, value) => key === "maximum" && value === Number.MAX_SAFE_INTEGER,
  (key, value) => key === "propertyNames" && JSON.stringify(value) === '{"type":"string"}',
];

const isEmpty = (value: unknown): boolean => JSON.stringify(value) === "{}";

function shorten(schema: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(schema).filter(
    ([key, value]) => !SAYS_NOTHING.some((rule) => rule(key, value)),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, shortenInner(value)]));
}

/** Some programs want the fields of a tool's input named even where it has none, so that only inner objects lose an empty list. */
function shortenInner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortenInner);
  if (typeof value !== "object" || value === null) return value;
  const { properties, ...rest } = shorten({ ...value });
  return properties === undefined || isEmpty(properties) ? rest : { ...rest, properties };
}
