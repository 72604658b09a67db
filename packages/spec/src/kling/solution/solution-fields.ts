import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import { optionalField, requiredField } from "../check/fields.ts";

export const IMAGE_ITEM_TEXT = "http(s) URL, or bare base64 without the `data:` prefix.";

/** Resolutions of all solutions. @source DOC 2026-10 */
const RESOLUTIONS = ["720p", "1080p"] as const;

/** Required where there is no default. */
export function resolutionField(serviceDefault?: string): Schema {
  const text = { description: "Short side of the picture.", ...(serviceDefault ? { serviceDefault } : {}) };
  return (serviceDefault ? optionalField : requiredField)(s.oneOf(RESOLUTIONS), text);
}

/** Width to height. */
export const ratioField = (ratios: readonly string[], serviceDefault: string): Schema =>
  optionalField(s.oneOf(ratios), { description: "Width to height.", serviceDefault });
