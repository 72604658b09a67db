import * as z from "zod/mini";
import type { Source } from "../source.ts";

/** Text that travels with a field into types, help, forms and pages. */
export interface FieldText {
  readonly description: string;
  readonly unit?: string;
  readonly default?: unknown;
  /** Most characters (code points); a rule checks it, because `maxLength` of a schema counts UTF-16 units. */
  readonly maxLength?: number;
  readonly source?: Source;
}

/** Optional field with its text. `default` is what the service assumes; nothing is filled in by the schema. */
export function optionalField<Schema extends z.ZodMiniType>(schema: Schema, text: FieldText) {
  return z.optional(schema.check(z.meta(metadata(text))));
}

/** Required field with its text. */
export function requiredField<Schema extends z.ZodMiniType>(schema: Schema, text: FieldText): Schema {
  return schema.check(z.meta(metadata(text)));
}

function metadata({ description, unit, default: assumed, maxLength, source }: FieldText) {
  return {
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(assumed === undefined ? {} : { serviceDefault: assumed }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(source === undefined ? {} : { source: `${source.confidence} ${source.readOn}` }),
  };
}

/** Ids are decimal strings of up to 18 digits; they never fit a number. */
export const idText = () => z.string().check(z.minLength(1));

/** An http(s) URL or bare base64, as the endpoint takes it. */
export const mediaText = () => z.string().check(z.minLength(1));

/** Length that the service assumes when none is asked for. @source DOC 2026-09, DOC-OLD 2026-03 */
export const DEFAULT_SECONDS = 5;
