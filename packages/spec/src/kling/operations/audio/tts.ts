import * as s from "../../../schema/schema.ts";
import { judgeLength } from "../../check/common-rules.ts";
import { optionalField, requiredField } from "../../check/fields.ts";
import { readFlatBody } from "../../check/read-common-facts.ts";
import { judgeSpeechVoice } from "../../check/speech-voice-rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { SPEECH_LANGUAGES } from "../../facts/speech-voices.ts";
import { knownPrice } from "../../facts/units.ts";
import { legacyCall } from "../../product/legacy-product.ts";

const TEXT_MAX_CHARACTERS = 1000;

/** Reads a text aloud. Answers at once, and knows no id of one's own: a lost answer cannot be looked up. */
export const textToSpeech = /* @__PURE__ */ legacyCall({
  path: "/v1/audio/tts",
  title: "Text to speech",
  sdk: ["audio", "speak"],
  cli: ["audio", "speak"],
  body: () =>
    s.object({
      text: requiredField(s.string({ minLength: 1 }), {
        description: "What is read aloud.",
        unit: "characters",
        maxLength: TEXT_MAX_CHARACTERS,
      }),
      voice_id: requiredField(s.string({ minLength: 1 }), {
        description:
          "Voice of the speech catalogue, such as `oversea_male1`, which `kling spec v1/audio/tts` lists; not a voice of the voice library.",
      }),
      voice_language: requiredField(s.oneOf(SPEECH_LANGUAGES), {
        description: "Language, which the voice must speak.",
        serviceDefault: "zh",
      }),
      voice_speed: optionalField(s.number({ minimum: 0.8, maximum: 2 }), {
        description: "Speed; rounded to one decimal.",
        serviceDefault: 1,
      }),
    }),
  paths: { model: "model_name", externalTaskId: undefined, callbackUrl: undefined },
  readFacts: (body) => readFlatBody(body, "text"),
  applyRules: (scope) => {
    const { voice_id: voice = "", voice_language: language = "" } = scope.facts.texts;
    judgeLength(scope, "text", scope.facts.prompt, TEXT_MAX_CHARACTERS);
    judgeSpeechVoice(scope, { path: "voice_id", voice, language });
  },
  // The length follows the text.
  outcome: () => ({ results: [{ kind: "audio", formats: ["mp3"] }], slots: 0, pool: poolOf("video") }),
  estimate: () => knownPrice("video", 0.05),
  source: { confidence: "DOC", readOn: "2026-10", note: "run of 2026-09-20 recorded (LIVE)" },
});
