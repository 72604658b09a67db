import * as z from "zod/mini";

/** Text that travels with a field into types, help, forms and pages. */
export interface FieldText {
  readonly description: string;
  readonly unit?: string;
  /** What the service assumes; nothing is filled in by the schema. */
  readonly serviceDefault?: unknown;
  /** Most characters (code points); a rule checks it, because `maxLength` of a schema counts UTF-16 units. */
  readonly maxLength?: number;
}

/** Optional field with its text. */
export function optionalField<Schema extends z.ZodMiniType>(schema: Schema, text: FieldText) {
  return z.optional(schema.check(z.meta({ ...text })));
}

/** Required field with its text. */
export function requiredField<Schema extends z.ZodMiniType>(schema: Schema, text: FieldText): Schema {
  return schema.check(z.meta({ ...text }));
}

/** Ids are decimal strings of up to 18 digits; they never fit a number. */
export const idText = () => z.string().check(z.minLength(1));

/** An http(s) URL or bare base64, as the endpoint takes it. */
export const mediaText = () => z.string().check(z.minLength(1));

/** Length that the service assumes when none is asked for. @source DOC 2026-09, DOC-OLD 2026-03 */
export const DEFAULT_SECONDS = 5;
