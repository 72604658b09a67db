import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import { judgeAudio, judgeImage, judgeLength, judgeVideo } from "../check/common-rules.ts";
import { requiredField } from "../check/fields.ts";
import type { MediaRule } from "../media/media-rule.ts";
import { MEDIA_RULES, type MediaRuleName } from "../media/media-rules.ts";
import { itemsOf, type SolutionItem } from "./solution-facts.ts";
import type { SolutionScope } from "./solution-scope.ts";

/** What `contents` may hold of one type, and what the service says where it holds something else. */
export interface SolutionContent {
  readonly type: string;
  readonly description: string;
  /** What the item carries beside its type. */
  readonly carries:
    | { readonly kind: "image" | "video" | "audio"; readonly rule: MediaRuleName }
    | { readonly kind: "text"; readonly maxCharacters: number }
    | { readonly kind: "fields"; readonly fields: () => Readonly<Record<string, Schema>> };
  /** Default 0. */
  readonly min?: number;
  readonly max: number;
  /** Official sentences; where one is missing, ours in the same style. */
  readonly sentences?: {
    readonly missing?: string;
    readonly tooMany?: string;
    readonly tooLong?: string;
    readonly unusable?: string;
  };
}

/** Schema of an item. */
export const contentSchema = ({ type, description, carries }: SolutionContent): Schema =>
  s.object({ type: s.literal(type), ...fieldsOf(description, carries) });

function fieldsOf(
  description: string,
  carries: SolutionContent["carries"],
): Readonly<Record<string, Schema>> {
  switch (carries.kind) {
    case "text":
      return {
        text: requiredField(s.string({ minLength: 1 }), {
          description,
          unit: "characters",
          maxLength: carries.maxCharacters,
        }),
      };
    case "fields":
      return carries.fields();
    default: {
      const { kind: media, rule: mediaRule } = carries;
      const url = s.withTexts(s.string({ minLength: 1 }), { media, mediaRule });
      return { url: requiredField(url, { description }) };
    }
  }
}

/** Judges how many items of each type there are, then what they carry. */
export function judgeContents(scope: SolutionScope, contents: readonly SolutionContent[]): void {
  for (const content of contents) judgeCount(scope, content);
  for (const content of contents)
    for (const item of itemsOf(scope.facts, content.type)) judgeItem(scope, content, item);
}

function judgeCount(
  { facts, refuse }: SolutionScope,
  { type, min = 0, max, sentences: { missing, tooMany } = {} }: SolutionContent,
): void {
  const found = itemsOf(facts, type);
  if (found.length < min) {
    const message = missing ?? `at least ${min} item of the type '${type}' is required.`;
    refuse({ rule: "content-count", path: "contents", message, sentence: message });
  }
  const [extra] = found.slice(max);
  if (!extra) return;
  const message = tooMany ?? `At most ${max} ${type} items are allowed in contents.`;
  refuse({ rule: "content-count", path: `contents[${extra.index}]`, message, sentence: message });
}

function judgeItem(
  scope: SolutionScope,
  { type, carries, sentences = {} }: SolutionContent,
  item: SolutionItem,
) {
  const { tooLong, unusable } = sentences;
  const saying = (sentence: string | undefined): SolutionScope =>
    sentence === undefined ? scope : { ...scope, refuse: (fault) => scope.refuse({ ...fault, sentence }) };
  if (carries.kind === "fields") return;
  if (carries.kind === "text") {
    const { maxCharacters } = carries;
    const sentence = tooLong ?? `${type} exceeds the ${maxCharacters}-character limit.`;
    judgeLength(saying(sentence), `contents[${item.index}].text`, textOf(item, "text"), maxCharacters);
    return;
  }
  const fact = { path: `contents[${item.index}].url`, value: textOf(item, "url") ?? "" };
  const rule: MediaRule = MEDIA_RULES[carries.rule];
  const reporter = saying(unusable);
  // What takes no base64 is judged like a video: by its address.
  if (carries.kind === "audio") judgeAudio(reporter, fact, rule);
  else if (rule.accepts.includes("base64")) judgeImage(reporter, fact, rule);
  else judgeVideo(reporter, fact, rule);
}

const textOf = ({ item }: SolutionItem, field: string): string | undefined => {
  const value = item[field];
  return typeof value === "string" ? value : undefined;
};
