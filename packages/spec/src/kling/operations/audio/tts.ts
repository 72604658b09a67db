import * as s from "../../../schema/schema.ts";
import { judgeLength } from "../../check/common-rules.ts";
import { optionalField, requiredField } from "../../check/fields.ts";
import { readFlatBody } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { findSpeechVoice, SPEECH_LANGUAGES } from "../../facts/speech-voices.ts";
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
          "Voice of the speech catalogue, such as `oversea_male1`; not a voice of the voice library.",
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
    const found = findSpeechVoice(voice);
    if (found?.languages.some((spoken) => spoken === language)) return;
    const message = found
      ? `'${voice}' speaks ${found.languages.join(", ")}, not ${language}.`
      : `'${voice}' is not in the catalogue of speech voices; voices of the voice library do not work here.`;
    // The catalogue may be behind the service.
    if (found || scope.as === "service")
      scope.refuse({ rule: "voice-id", path: "voice_id", message, subject: voice });
    else scope.warn({ rule: "voice-unknown", path: "voice_id", message });
  },
  // The length follows the text.
  outcome: () => ({ results: [{ kind: "audio", formats: ["mp3"] }], slots: 0, pool: poolOf("video") }),
  estimate: () => knownPrice("video", 0.05),
  source: { confidence: "DOC", readOn: "2026-10", note: "run of 2026-09-20 recorded (LIVE)" },
});
