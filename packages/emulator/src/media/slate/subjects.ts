/** What a prompt is about, as far as a word of it tells. */
export interface Subject {
  readonly words: RegExp;
  /** Degrees on the colour wheel. */
  readonly hue: number;
  readonly emblem: Emblem;
}

export type Emblem =
  | "snow"
  | "rain"
  | "sea"
  | "city"
  | "forest"
  | "fire"
  | "night"
  | "sunrise"
  | "person"
  | "animal"
  | "rings";

/** In the order in which they are looked for: what is rarer in prompts stands first. */
export const SUBJECTS: readonly Subject[] = [
  { words: /\b(?:snow|ice|winter|frost)/i, hue: 205, emblem: "snow" },
  { words: /\b(?:rain|storm|drizzle)/i, hue: 225, emblem: "rain" },
  { words: /\b(?:fire|flame|lava|candle|torch)/i, hue: 15, emblem: "fire" },
  { words: /\b(?:sea|ocean|lake|river|harbou?r|boats?|waves?|water)\b/i, hue: 190, emblem: "sea" },
  { words: /\b(?:night|stars?|moon)\b/i, hue: 255, emblem: "night" },
  { words: /\b(?:sunrise|sunset|dawn|dusk|morning|sun)\b/i, hue: 35, emblem: "sunrise" },
  { words: /\b(?:forest|trees?|wood|jungle|garden|meadow)/i, hue: 125, emblem: "forest" },
  { words: /\b(?:city|street|neon|building|tower|skyline)/i, hue: 290, emblem: "city" },
  { words: /\b(?:fox|dog|cat|bird|horse|owl|animal|lion|bear|wolf|fish)/i, hue: 25, emblem: "animal" },
  {
    words: /\b(?:man|woman|girl|boy|person|people|dancer|hands?|face|potter|child)\b/i,
    hue: 330,
    emblem: "person",
  },
];
