import * as s from "../../../schema/schema.ts";
import { judgeAudio, judgeCallback, judgeLength } from "../../check/common-rules.ts";
import { audioText, idText, optionalField, requiredField, taskIds } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { readFlatBody } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { NAME_MAX_CHARACTERS, VOICES_MAX_PAGE_SIZE } from "../../library/limits.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

/** Makes a voice of a recording, for the voice library. Its id goes into video requests and elements. */
export const customVoices = /* @__PURE__ */ legacyProduct({
  path: "/v1/general/custom-voices",
  title: "Create a voice",
  sdk: ["voices", "create"],
  cli: ["voice", "create"],
  maxPageSize: VOICES_MAX_PAGE_SIZE,
  body: () =>
    s.object({
      voice_name: requiredField(s.string({ minLength: 1 }), {
        description: "Name of the voice.",
        unit: "characters",
        maxLength: NAME_MAX_CHARACTERS,
      }),
      voice_url: optionalField(audioText("voiceSample"), {
        description:
          "http(s) URL of 5 to 30 s of one clean voice: mp3, wav, mp4 or mov. Give this or `video_id`.",
      }),
      video_id: optionalField(idText(), {
        description:
          "Id of a video whose voice is taken: made by 2.6 with audio, or an avatar or lip-sync result.",
      }),
      ...taskIds(),
    }),
  // A voice is called what its creator calls it, and nothing else in the body is text.
  readFacts: (body) => readFlatBody(body, "voice_name"),
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    judgeOneOf(scope, ["voice_url", "video_id"]);
    judgeLength(scope, "voice_name", texts["voice_name"], NAME_MAX_CHARACTERS);
    const { voice_url: value } = texts;
    if (value !== undefined) judgeAudio(scope, { path: "voice_url", value }, MEDIA_RULES.voiceSample);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: () => ({ results: [{ kind: "voice", formats: ["mp3"] }], slots: 1, pool: poolOf("video") }),
  estimate: () => knownPrice("video", 0.05),
  source: { confidence: "DOC", readOn: "2026-10", note: "run of 2026-09-20 recorded (LIVE); slots INF" },
});
