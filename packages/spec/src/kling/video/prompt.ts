import { findAll } from "../../find-all.ts";

/** One shot of a prompt in the standard family's mini-language. */
export interface PromptShot {
  readonly index: number;
  readonly durationSeconds: number;
  readonly prompt: string;
}

/** Limits of multi-shot videos. @source DOC 2026-09 (prompt syntax), DOC-OLD 2026-03 (`multi_prompt`) */
export const SHOT_LIMITS = { maxShots: 6, minSeconds: 1, maxCharacters: 512 } as const;

// `screenshot 1, 2, …` is no shot; Chinese has no word boundary to look for.
const SHOT = /(?:(?<![\p{L}\p{N}_])shot|镜头)\s*(\d+)\s*,\s*(\d+)\s*,\s*([^;]*)(?:;|$)/giu;

/**
 * Reads `shot n, m, words; shot n, m, words;` (or `镜头 n, m, words;`), m in seconds.
 * Text around the shots is kept out; a prompt without shots gives an empty list.
 */
export function parsePromptShots(prompt: string): readonly PromptShot[] {
  return findAll(prompt, SHOT).map(([, index = "", seconds = "", words = ""]) => ({
    index: Number(index),
    durationSeconds: Number(seconds),
    prompt: words.trim(),
  }));
}

/** Whether a prompt is shots and nothing else. */
export const isShotScript = (prompt: string): boolean =>
  parsePromptShots(prompt).length > 0 && prompt.replace(SHOT, "").trim() === "";

/** Writes shots in the prompt syntax; the inverse of `parsePromptShots`. Semicolons inside a shot become commas. */
export function formatPromptShots(shots: readonly Omit<PromptShot, "index">[]): string {
  return shots
    .map(
      ({ durationSeconds, prompt }, at) =>
        `shot ${at + 1}, ${durationSeconds}, ${prompt.replaceAll(";", ",").trim()};`,
    )
    .join(" ");
}

/** Kinds of reference that a legacy prompt can name by place, 1-based. @source DOC-OLD 2026-03 */
export type LegacyReferenceKind = "image" | "element" | "video" | "voice";
const LEGACY_TOKEN = /<<<(image|element|video|voice)_(\d+)>>>/g;

export interface LegacyToken {
  readonly token: string;
  readonly kind: LegacyReferenceKind;
  /** 1-based place in the list of its kind. */
  readonly place: number;
}

/** Finds `<<<image_1>>>`, `<<<element_2>>>`, `<<<video_1>>>`, `<<<voice_1>>>`. */
export function findLegacyTokens(prompt: string): readonly LegacyToken[] {
  const kinds: readonly LegacyReferenceKind[] = ["image", "element", "video", "voice"];
  return findAll(prompt, LEGACY_TOKEN).flatMap(([token, word, place]) => {
    const kind = kinds.find((entry) => entry === word);
    return kind ? [{ token, kind, place: Number(place) }] : [];
  });
}

export const legacyToken = (kind: LegacyReferenceKind, place: number): string => `<<<${kind}_${place}>>>`;

/**
 * Matches `@name` as a whole word: `@image_10` and `me@image_1.com` do not name `image_1`. Scripts without spaces may follow at once.
 */
export const mentionOf = (name: string): RegExp =>
  new RegExp(`(?<![\\p{Script=Latin}\\p{N}_.])@${escapePattern(name)}(?![\\p{Script=Latin}\\p{N}_])`, "gu");

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
