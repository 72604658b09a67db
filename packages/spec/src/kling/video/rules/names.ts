import { findAll } from "../../../find-all.ts";
import type { VideoRuleScope } from "./rule.ts";

/** A prompt, or one of the shots. */
export interface WrittenText {
  readonly path: string;
  readonly text: string;
}

/** Default names of items: `@image_1`. */
export const PLACE_MENTION =
  /(?<![\p{Script=Latin}\p{N}_.])@(image|element|video|voice)_(\d+)(?![\p{Script=Latin}\p{N}_])/gu;

/** How other tools name an input: `@Image1`, `[image_1]`, `{image 1}`, `<image_1>`. */
const LOOKALIKES: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_.])@(image|element|video|voice) ?(\d+)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_.])@(Image|Element|Video|Voice)_(\d+)(?![\p{L}\p{N}_])/gu,
  /(?<!<)[[{<]\s*@?(image|element|video|voice)[ _]?(\d+)\s*[\]}>](?!>)/giu,
];

/** Names that the service reads as plain text in either family. */
export function lookalikes({ warn }: VideoRuleScope, texts: readonly WrittenText[]): void {
  for (const { path, text } of texts) {
    for (const [written, kind = "", place = ""] of LOOKALIKES.flatMap((form) => findAll(text, form))) {
      warn({
        rule: "placeholder-style",
        at: { path },
        message: `\`${written}\` is plain text to the service. Write \`@${kind.toLowerCase()}_${place}\` to name the input.`,
      });
    }
  }
}
