import { createHash } from "node:crypto";
import type { Caption } from "../caption.ts";
import { type Colour, colourFromRgb } from "../colour.ts";
import { hasGlyphs, toDrawableText } from "../glyphs.ts";
import { type Emblem, SUBJECTS } from "./subjects.ts";

/** What tells one slate from another. */
export interface SlateLook {
  /** Of the two parts of the background. */
  readonly colours: readonly [Colour, Colour];
  /** The same by the ID alone: clips of one picture are told apart by them. */
  readonly ownColours: readonly [Colour, Colour];
  /** Direction in which the background changes its colour, in eighths of a turn. */
  readonly direction: number;
  readonly accent: Colour;
  readonly emblem: Emblem;
  /** Up to three words of the prompt, in capitals. */
  readonly words: readonly string[];
  /** End of the caller's own ID, or of the task's. */
  readonly name: string;
}

const HUES = 24;
const TONES: readonly (readonly [saturation: number, lightness: number])[] = [
  [0.55, 0.42],
  [0.6, 0.27],
];
const DIRECTIONS = 8;
const MOST_WORDS = 3;
const LONGEST_NAME = 24;
const NAME_END = 12;
const DEGREES_PER_HUE = 360 / HUES;

/** Colours and emblem by what the prompt is about, and by the ID, so that clips of the same prompt differ, too. */
export function chooseLook({ prompt, taskId, name }: Caption, seed: string): SlateLook {
  const bytes = createHash("sha256").update(`${seed}/${taskId}`).digest();
  const byte = (at: number) => bytes[at] ?? 0;
  const hashed = (byte(0) % HUES) * DEGREES_PER_HUE;
  const subject = SUBJECTS.find(({ words }) => words.test(prompt));
  // A third to two thirds of the wheel away, so that the two parts never look alike.
  const other = (subject?.hue ?? hashed) + 120 + (byte(1) % HUES) * (120 / HUES);
  const ownOther = hashed + 120 + (byte(1) % HUES) * (120 / HUES);
  const tone = byte(2) % TONES.length;
  return {
    colours: [colourOf(subject?.hue ?? hashed, tone), colourOf(other, 1 - tone)],
    ownColours: [colourOf(hashed, tone), colourOf(ownOther, 1 - tone)],
    direction: byte(3) % DIRECTIONS,
    accent: colourFromHsl((hashed + 60) % 360, 0.85, 0.65),
    emblem: subject?.emblem ?? "rings",
    words: wordsOf(prompt),
    name: nameOf(name ?? taskId),
  };
}

function colourOf(hue: number, tone: number): Colour {
  const [saturation, lightness] = TONES[tone] ?? [0.5, 0.4];
  return colourFromHsl(hue % 360, saturation, lightness);
}

/** Degrees, and shares of 1. */
export function colourFromHsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (turn: number) => {
    const place = (turn + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  };
  return colourFromRgb(channel(0), channel(8), channel(4));
}

/** Words that say little about a picture. */
const FILLERS = new Set(
  "through across around above below behind between toward towards without within while where there their which slowly low close-up camera"
    .toUpperCase()
    .split(" "),
);

/** Words that can be drawn: those that name what the prompt is about, then the longest ones; shown in the prompt's own order. */
function wordsOf(prompt: string): readonly string[] {
  // An input's name, as in <<<image_1>>>, says nothing of the picture.
  const words = toDrawableText(prompt.replace(/<<<[^<>]*>>>/g, " "))
    .toUpperCase()
    .split(/[^\p{L}\p{N}'-]+/u)
    .filter((word) => word !== "" && hasGlyphs(word) && !FILLERS.has(word));
  const weightOf = (word: string) =>
    word.length + (SUBJECTS.some((subject) => subject.words.test(word)) ? 100 : 0);
  const unique = [...new Set(words)];
  const chosen = new Set(
    unique.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, MOST_WORDS),
  );
  return unique.filter((word) => chosen.has(word));
}

/** An ID that a program made says nothing: its end is enough to find it by. */
function nameOf(id: string): string {
  const own = id.replace(/^klingkit-/, "");
  return toDrawableText(own.length <= LONGEST_NAME ? own : own.slice(-NAME_END));
}
