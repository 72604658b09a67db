import { requireObject } from "../require-arguments.ts";
import { findSchemaIssues, type Schema } from "../schema/schema.ts";

/** A field of a body that holds a file. Its schema's texts `media` and `mediaRule` mark it. */
export interface MediaField {
  /** Such as `image` or `contents[1].url`. */
  readonly path: string;
  /** An http(s) URL, base64, or whatever stands for a file before it is read. */
  readonly value: string;
  readonly kind: "image" | "video" | "audio";
  /** Name of the rule that the file must pass; absent where it depends on other fields. */
  readonly rule?: string;
}

/** Calls `change` for each media field of a body and returns a copy with the new values. What the schema does not know stays as it is. */
export function mapMedia(schema: Schema, body: unknown, change: (field: MediaField) => string): unknown {
  requireObject("mapMedia", { schema });
  return mapValue({ schema, value: body, path: "" }, change);
}

/** The media fields of a body, in the order of the body. */
export function mediaFieldsOf(schema: Schema, body: unknown): readonly MediaField[] {
  const found: MediaField[] = [];
  mapMedia(schema, body, (field) => {
    found.push(field);
    return field.value;
  });
  return found;
}

interface Place {
  readonly schema: Schema;
  readonly value: unknown;
  readonly path: string;
}

function mapValue({ schema, value, path }: Place, change: (field: MediaField) => string): unknown {
  const { def, texts } = schema;
  const { media: kind, mediaRule: rule } = texts;
  if (kind === "image" || kind === "video" || kind === "audio") {
    if (typeof value !== "string" || value === "") return value;
    return change({ path, value, kind, ...(typeof rule === "string" ? { rule } : {}) });
  }
  switch (def.type) {
    case "optional":
      return mapValue({ schema: def.inner, value, path }, change);
    case "array":
      return Array.isArray(value)
        ? value.map((entry: unknown, at) =>
            mapValue({ schema: def.item, value: entry, path: `${path}[${at}]` }, change),
          )
        : value;
    case "union": {
      const option = def.options.find((one) => findSchemaIssues(one, value).length === 0);
      return option ? mapValue({ schema: option, value, path }, change) : value;
    }
    case "object":
      return mapObject(def.shape, { schema, value, path }, change);
    default:
      return value;
  }
}

function mapObject(
  shape: Readonly<Record<string, Schema>>,
  { value, path }: Place,
  change: (field: MediaField) => string,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => {
      const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
      const inner = path === "" ? key : `${path}.${key}`;
      return [key, field ? mapValue({ schema: field, value: entry, path: inner }, change) : entry];
    }),
  );
}
