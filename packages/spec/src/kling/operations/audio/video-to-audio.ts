import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeLength, judgeVideo } from "../../check/common-rules.ts";
import { idText, optionalField, taskIds, videoText } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 200;

const prompt = (description: string) =>
  optionalField(s.string(), { description, unit: "characters", maxLength: PROMPT_MAX_CHARACTERS });

/** Adds sound to a video of 3 to 20 seconds: answers with the video and its sound as mp3 and wav. */
export const videoToAudio = /* @__PURE__ */ legacyProduct({
  path: "/v1/audio/video-to-audio",
  title: "Add audio to a video",
  sdk: ["videos", "addSound"],
  cli: ["video", "add-sound"],
  body: () =>
    s.object({
      video_id: optionalField(idText(), {
        description: "Id of a video that Kling made in the last 30 days. Give one of the two.",
      }),
      video_url: optionalField(videoText("addSoundVideo"), {
        description: "http(s) URL of an mp4 or mov file of up to 100 MB. Give one of the two.",
      }),
      sound_effect_prompt: prompt("Sound effects to add."),
      bgm_prompt: prompt("Background music to add."),
      asmr_mode: optionalField(s.boolean(), {
        description: "Brings out fine sound effects.",
        serviceDefault: false,
      }),
      ...taskIds(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    judgeOneOf(scope, ["video_id", "video_url"]);
    for (const path of ["sound_effect_prompt", "bgm_prompt"])
      judgeLength(scope, path, texts[path], PROMPT_MAX_CHARACTERS);
    const { video_url: value } = texts;
    if (value !== undefined) judgeVideo(scope, { path: "video_url", value }, MEDIA_RULES.addSoundVideo);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  // Both are as long as the input.
  outcome: () => ({
    results: [
      { kind: "video", hasSound: true },
      { kind: "audio", formats: ["mp3", "wav"] },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  estimate: () => knownPrice("video", 0.25),
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});
