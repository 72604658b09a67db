import * as s from "../../../schema/schema.ts";
import { countCharacters } from "../../check/count-characters.ts";
import { optionalField, requiredField } from "../../check/fields.ts";
import { poolOf } from "../../facts/pools.ts";
import { solution } from "../../solution/solution.ts";
import { itemsOf } from "../../solution/solution-facts.ts";
import type { SolutionScope } from "../../solution/solution-scope.ts";

const GLOSSARY_MAX_ENTRIES = 200;
const TERM_MAX_CHARACTERS = 100;

/** Ranges of the settings. @source DOC 2026-10 */
const RANGES = {
  target_cps: { min: 10, max: 20 },
  margin_v: { min: 1, max: 4096 },
  font_size: { min: 1, max: 512 },
} as const;

/** What the service says. @source DOC 2026-10 */
const SAY = {
  entry: "Each glossary entry must be non-empty and no longer than 100 characters.",
  noInteger: "margin_v, font_size and target_cps must be positive integers.",
  unusable: "source_video is missing. Please provide exactly one source_video.",
  outOfRange: (name: string, min: number, max: number) =>
    `${name} out of range. Please provide a value between ${min} and ${max}.`,
} as const;

/** Messages of tasks that fail after they were accepted. @source DOC 2026-10 */
const FAILURES = {
  format:
    "The source video format is not supported. Please provide a decodable video file (MP4 recommended).",
  size: "The source video exceeds the 500MB size limit.",
  length: "The source video exceeds the 300-second duration limit.",
  tracks: "No valid audio or video track detected in the source video.",
  internal: "Internal error, please contact Kling customer service.",
} as const;

const term = (what: string) =>
  requiredField(s.string({ minLength: 1 }), {
    description: what,
    unit: "characters",
    maxLength: TERM_MAX_CHARACTERS,
  });

const setting = (description: string, serviceDefault: unknown) =>
  optionalField(s.int(), { description, serviceDefault });

/** English subtitles for an episode: the video with them, and as srt and ass. Long runs are usual. */
export const dramaSubtitle = /* @__PURE__ */ solution({
  path: "/solutions/drama_subtitle",
  title: "Drama subtitles",
  sdk: "subtitle",
  cli: "subtitle",
  callbacks: "end",
  contents: [
    {
      type: "source_video",
      description:
        "http(s) URL of the episode, with at least one track of video and one of audio; base64 is not accepted.",
      carries: { kind: "video", rule: "dramaVideo" },
      min: 1,
      max: 1,
      sentences: {
        missing: "Source video is missing. Please provide a source video URL.",
        tooMany: "Only one source_video item is allowed in contents.",
        unusable: SAY.unusable,
      },
    },
    {
      type: "glossary",
      description: "A term with its translation.",
      carries: {
        kind: "fields",
        fields: () => ({ source: term("Term as it is spoken."), target: term("Term in the subtitles.") }),
      },
      max: GLOSSARY_MAX_ENTRIES,
      sentences: { tooMany: `Glossary exceeds the limit of ${GLOSSARY_MAX_ENTRIES} entries.` },
    },
  ],
  settings: () => ({
    target_cps: setting("Characters per second that a reader can follow, 10 to 20.", 17),
    target_language: optionalField(s.oneOf(["en"]), {
      description: "Language of the subtitles.",
      serviceDefault: "en",
    }),
    margin_v: setting("Distance from the lower edge in pixels, 1 to 4096.", "340 portrait, 80 landscape"),
    font_size: setting("Size of the letters in pixels, 1 to 512.", "60 portrait, 56 landscape"),
  }),
  sentences: {
    "contents[source_video].url": SAY.unusable,
    "contents[].source": SAY.entry,
    "contents[].target": SAY.entry,
    "settings.target_cps": SAY.noInteger,
    "settings.margin_v": SAY.noInteger,
    "settings.font_size": SAY.noInteger,
  },
  failures: FAILURES,
  judge: (scope) => {
    judgeGlossary(scope);
    judgeRanges(scope);
  },
  outcome: () => ({
    results: [
      { kind: "video", type: "subbed_video", hasSound: true },
      { kind: "subtitle", formats: ["srt"] },
      { kind: "subtitle", formats: ["ass"] },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  price: "Kling publishes no price for subtitles of dramas",
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});

function judgeGlossary({ facts, refuse }: SolutionScope): void {
  for (const { index, item } of itemsOf(facts, "glossary")) {
    for (const field of ["source", "target"]) {
      const length = countCharacters(String(item[field] ?? "").trim());
      if (length >= 1 && length <= TERM_MAX_CHARACTERS) continue;
      const path = `contents[${index}].${field}`;
      refuse({
        rule: "prompt-length",
        path,
        message: SAY.entry,
        subject: TERM_MAX_CHARACTERS,
        sentence: SAY.entry,
      });
    }
  }
}

function judgeRanges({ facts, refuse }: SolutionScope): void {
  for (const [name, { min, max }] of Object.entries(RANGES)) {
    const value = facts.settings[name];
    if (typeof value !== "number" || (value >= min && value <= max)) continue;
    const sentence = value < 1 ? SAY.noInteger : SAY.outOfRange(name, min, max);
    refuse({ rule: "range", path: `settings.${name}`, message: sentence, subject: value, sentence });
  }
}
