import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import { ORIENTATIONS } from "../facts/capability.ts";
import type { MediaRuleName } from "../media/media-rules.ts";

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
export const optionalField = (schema: Schema, text: FieldText): Schema =>
  s.optional(requiredField(schema, text));

/** Required field with its text. */
export const requiredField = (schema: Schema, text: FieldText): Schema => s.withTexts(schema, { ...text });

export const IMAGE_TEXT = "http(s) URL, or bare base64 without the `data:` prefix.";

/** How a task is heard of and found again; the same on every create of both families. */
export const taskIds = () => ({
  callback_url: optionalField(s.string(), { description: "URL that gets a POST at every status change." }),
  external_task_id: optionalField(s.string(), {
    description:
      "Own id, unique in the account; a second use is refused, so a create can be repeated safely.",
  }),
});

/** How a task is run, where its result can have a watermark. */
export const taskOptions = () => ({
  ...taskIds(),
  watermark_info: optionalField(
    s.object({
      enabled: optionalField(s.boolean(), {
        description: "Adds a second file with a watermark.",
        serviceDefault: false,
      }),
    }),
    { description: "Watermark; one of your own is not possible." },
  ),
});

export const orientation = () =>
  requiredField(s.oneOf(ORIENTATIONS), {
    description:
      "Which input the person's orientation follows: `image` (motion up to 10 s) or `video` (up to 30 s).",
  });

/** Ids are decimal strings of up to 18 digits; they never fit a number. */
export const idText = () => s.string({ minLength: 1 });

/** An image as http(s) URL or bare base64. `rule` is what its file must pass. */
export const imageText = (rule: MediaRuleName) =>
  s.withTexts(s.string({ minLength: 1 }), { media: "image", mediaRule: rule });

/** A sound as http(s) URL, or as bare base64 where its rule takes that. */
export const audioText = (rule: MediaRuleName) =>
  s.withTexts(s.string({ minLength: 1 }), { media: "audio", mediaRule: rule });

/** A video as http(s) URL. Without `rule`, what its file must pass depends on other fields. */
export const videoText = (rule?: MediaRuleName) =>
  s.withTexts(s.string({ minLength: 1 }), { media: "video", ...(rule ? { mediaRule: rule } : {}) });
