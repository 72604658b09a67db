import type { Outcome, ResultOutcome } from "../../../operation/outcome.ts";
import * as s from "../../../schema/schema.ts";
import { judgeLength } from "../../check/common-rules.ts";
import { idText, optionalField } from "../../check/fields.ts";
import type { CommonFacts } from "../../check/read-common-facts.ts";
import type { RuleScope } from "../../check/rule.ts";

/** @source DOC 2026-09 (all operations that make images from a prompt) */
export const IMAGE_PROMPT_MAX_CHARACTERS = 2500;

/** Images and elements of one request. @source DOC 2026-09 */
const MAX_IMAGES_AND_ELEMENTS = 10;

/** @source DOC 2026-05-19, capability map */
export const IMAGE_RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"] as const;

/** Text of a field with as many characters as a prompt may have. */
export const promptText = (description: string) => ({
  description,
  unit: "characters",
  maxLength: IMAGE_PROMPT_MAX_CHARACTERS,
});

/** `n`, the same on every operation that makes several images. */
export const countField = () =>
  optionalField(s.int({ minimum: 1, maximum: 9 }), {
    description: "How many images; each is paid for, and holds a slot.",
    serviceDefault: 1,
  });

/** `element_list`, with what it is for. */
export const elementListField = (description: string) =>
  optionalField(
    s.array(s.object({ element_id: s.withTexts(idText(), { description: "Id of an element." }) })),
    { description },
  );

type Scope = Pick<RuleScope, "refuse" | "elementKind"> & { readonly facts: CommonFacts };

/** Prompts of an image request. */
export function judgePrompts(scope: Scope): void {
  const { facts } = scope;
  judgeLength(scope, "prompt", facts.prompt, IMAGE_PROMPT_MAX_CHARACTERS);
  judgeLength(scope, "negative_prompt", facts.texts["negative_prompt"], IMAGE_PROMPT_MAX_CHARACTERS);
}

/** Images and elements together, and the kind of the elements. `images` names the field of the images. */
export function judgeReferences(scope: Scope, images: string, imageCount: number): void {
  const { facts, refuse, elementKind } = scope;
  const elements = facts.lists["element_list"] ?? [];
  for (const [at, element] of elements.entries()) {
    if (elementKind(idOf(element)) !== "video") continue;
    const message = "is a video-character element; images take multi-image elements only.";
    refuse({ rule: "elements", path: `element_list[${at}].element_id`, message });
  }
  const count = imageCount + elements.length;
  if (count <= MAX_IMAGES_AND_ELEMENTS) return;
  const message = `${images} and elements together are ${count}; at most ${MAX_IMAGES_AND_ELEMENTS} pass.`;
  refuse({ rule: "references", path: elements.length > 0 ? "element_list" : images, message });
}

const idOf = (element: unknown): string =>
  typeof element === "object" && element !== null && "element_id" in element
    ? String(element.element_id)
    : "";

/** `n` of a request. */
export const countOf = ({ numbers }: CommonFacts): number => numbers["n"] ?? 1;

/** Equal images, one slot each. */
export const imagesOf = (count: number, pool: string, image: Omit<ResultOutcome, "kind">): Outcome => ({
  results: Array.from({ length: count }, () => ({ kind: "image", ...image })),
  slots: count,
  pool,
});
