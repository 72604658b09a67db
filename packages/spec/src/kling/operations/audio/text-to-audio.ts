import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeLength } from "../../check/common-rules.ts";
import { requiredField, taskIds } from "../../check/fields.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { dropAbsent } from "../../families/normalize.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 200;

/** The service rounds a length to one decimal. INF: as it documents for the speed of speech. */
const toTenths = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Makes a sound effect of 3 to 10 seconds from a text, as mp3 and wav. */
export const textToAudio = /* @__PURE__ */ legacyProduct({
  path: "/v1/audio/text-to-audio",
  title: "Generate a sound effect",
  sdk: ["audio", "generate"],
  cli: ["audio", "create"],
  body: () =>
    s.object({
      prompt: requiredField(s.string({ minLength: 1 }), {
        description: "What is to be heard.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      duration: requiredField(s.number({ minimum: 3, maximum: 10 }), {
        description: "Length; rounded to one decimal.",
        unit: "seconds",
      }),
      ...taskIds(),
    }),
  // The length is a number here, and text everywhere else in the family.
  normalize: dropAbsent,
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    judgeLength(scope, "prompt", scope.facts.prompt, PROMPT_MAX_CHARACTERS);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, scope.facts.callbackUrl);
  },
  outcome: ({ numbers: { duration } }) => ({
    results: [
      {
        kind: "audio",
        formats: ["mp3", "wav"],
        ...(duration === undefined ? {} : { seconds: toTenths(duration) }),
      },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  estimate: () => knownPrice("video", 0.25),
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});
