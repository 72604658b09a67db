import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeLength, judgeSound, judgeVideo } from "../../check/common-rules.ts";
import { audioText, idText, optionalField, requiredField, videoText } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { type CommonFacts, readInputBody } from "../../check/read-common-facts.ts";
import type { RuleScope } from "../../check/rule.ts";
import { judgeSpeechVoice } from "../../check/speech-voice-rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { SPEECH_LANGUAGES } from "../../facts/speech-voices.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import { lipSyncPrice } from "./lip-sync-price.ts";

const TEXT_MAX_CHARACTERS = 120;

type Scope = RuleScope<CommonFacts, undefined>;

function need({ facts, refuse }: Scope, field: string, why: string): void {
  if (facts.given(field)) return;
  refuse({ rule: "required", path: field, message: `is required where ${why}.` });
}

function judgeSpeech(scope: Scope): void {
  const { texts } = scope.facts;
  const why = "mode is text2video";
  need(scope, "input.text", why);
  need(scope, "input.voice_id", why);
  const voice = texts["input.voice_id"];
  if (voice === undefined) return;
  const language = texts["input.voice_language"] ?? "zh";
  judgeSpeechVoice(scope, { path: "input.voice_id", voice, language });
}

function judgeAudioInput(scope: Scope): void {
  const { texts } = scope.facts;
  need(scope, "input.audio_type", "mode is audio2video");
  const type = texts["input.audio_type"];
  if (type === undefined) return;
  const path = type === "file" ? "input.audio_file" : "input.audio_url";
  need(scope, path, `audio_type is ${type}`);
  const value = texts[path];
  if (value !== undefined) judgeSound(scope, { path, value }, MEDIA_RULES.lipSyncSound);
}

/** The older way to put speech into a video: one request, one face. Still answered on 2026-09-28. */
export const lipSync = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/lip-sync",
  title: "Let a video speak (older form)",
  sdk: ["lipSync", "createOld"],
  cli: ["lip-sync", "create-old"],
  taskType: "lip-sync-old",
  body: () =>
    s.object({
      input: requiredField(
        s.object({
          mode: requiredField(s.oneOf(["text2video", "audio2video"]), {
            description: "Where the speech comes from: a text, or an audio file.",
          }),
          video_id: optionalField(idText(), {
            description: "Id of a video that Kling made in the last 30 days. Give one of the two.",
          }),
          video_url: optionalField(videoText("lipSyncVideo"), {
            description: "http(s) URL of an mp4 or mov file of up to 100 MB. Give one of the two.",
          }),
          text: optionalField(s.string(), {
            description: "What is said, with text2video.",
            unit: "characters",
            maxLength: TEXT_MAX_CHARACTERS,
          }),
          voice_id: optionalField(s.string(), {
            description:
              "Voice of the speech catalogue, which `kling spec v1/audio/tts` lists, with text2video.",
          }),
          voice_language: optionalField(s.oneOf(SPEECH_LANGUAGES), {
            description: "Language, which the voice must speak.",
            serviceDefault: "zh",
          }),
          voice_speed: optionalField(s.number({ minimum: 0.8, maximum: 2 }), {
            description: "Speed of the speech.",
            serviceDefault: 1,
          }),
          audio_type: optionalField(s.oneOf(["file", "url"]), {
            description: "How the audio is given, with audio2video.",
          }),
          audio_file: optionalField(audioText("lipSyncSound"), {
            description: "Bare base64 of an mp3, wav, m4a or aac file of up to 5 MB, with audio_type file.",
          }),
          audio_url: optionalField(s.string(), {
            description: "http(s) URL of such a file, with audio_type url.",
          }),
        }),
        { description: "The video, and the speech." },
      ),
      callback_url: optionalField(s.string(), {
        description: "URL that gets a POST at every status change.",
      }),
    }),
  paths: { ...LEGACY_COMMON_PATHS, externalTaskId: undefined },
  readFacts: (body) => readInputBody(body, "input.text"),
  applyRules: (scope) => {
    const { texts, callbackUrl } = scope.facts;
    judgeOneOf(scope, ["input.video_id", "input.video_url"]);
    const url = texts["input.video_url"];
    if (url !== undefined)
      judgeVideo(scope, { path: "input.video_url", value: url }, MEDIA_RULES.lipSyncVideo);
    judgeLength(scope, "input.text", texts["input.text"], TEXT_MAX_CHARACTERS);
    if (texts["input.mode"] === "text2video") judgeSpeech(scope);
    else judgeAudioInput(scope);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: () => ({ results: [{ kind: "video", hasSound: true }], slots: 1, pool: poolOf("video") }),
  estimate: (_facts, _row, { inputVideoSeconds }) => lipSyncPrice(inputVideoSeconds),
  source: {
    confidence: "SDK",
    readOn: "2025-10",
    note: "answers of 2026-09-28 recorded (LIVE); length of videos INF: 10 s in 2025, later 60 s",
  },
});
