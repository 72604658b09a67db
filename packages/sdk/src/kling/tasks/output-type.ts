import type { JsonObject } from "@klingkit/spec";
import { textOf } from "./read-fields.ts";

type Kind = "video" | "image";

/** `product_image`, `model_images`, `subbed_video`: solutions say in the type what the result is. @source DOC 2026-10 */
export const isOfKind = (kind: Kind, type: unknown): boolean =>
  typeof type === "string" && (type === kind || type.endsWith(`_${kind}`) || type.endsWith(`_${kind}s`));

/** What the service calls a result, where it says more than its kind. */
export const nameOfKind = (kind: Kind, { type }: JsonObject): string | undefined =>
  type !== kind && isOfKind(kind, type) ? textOf(type) : undefined;
