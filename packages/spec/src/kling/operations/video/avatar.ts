import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage, judgeLength, judgeSound } from "../../check/common-rules.ts";
import {
  audioText,
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  requiredField,
  taskOptions,
} from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { pricePerSecond } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 2500;

/** Units per second of sound, by mode. @source DOC 2026-09-20 */
const UNITS_PER_SECOND = { std: 0.4, pro: 0.8 } as const;

const MAX_SECONDS = MEDIA_RULES.avatarSound.maxSeconds ?? 0;

/** To the nearest second; 11.3 s cost 4.4 units. @source LIVE 2026-09-20; LOG 2025-12-22 (motion control); the least is INF */
const paidSeconds = (seconds: number): number => Math.max(1, Math.round(seconds));

/** Lets the person of an image speak or sing a sound of 2 to 300 seconds. */
export const avatar = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/avatar/image2video",
  title: "Make a talking avatar",
  sdk: ["videos", "createAvatar"],
  cli: ["video", "create-avatar"],
  taskType: "avatar",
  body: () =>
    s.object({
      image: requiredField(imageText("legacyImage"), {
        description: `The person: ${IMAGE_TEXT} Of several faces the service chooses one.`,
      }),
      audio_id: optionalField(idText(), {
        description: "Id of an audio file that text to speech made in the last 30 days. Give one of the two.",
      }),
      sound_file: optionalField(audioText("avatarSound"), {
        description:
          "http(s) URL or bare base64 of an mp3, wav, m4a or aac file of up to 5 MB and 2 to 300 seconds. Give one of the two.",
      }),
      prompt: optionalField(s.string(), {
        description: "How the person moves.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      mode: optionalField(s.oneOf(["std", "pro"]), { description: "Quality.", serviceDefault: "std" }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    const { texts, prompt, callbackUrl } = scope.facts;
    judgeOneOf(scope, ["audio_id", "sound_file"]);
    judgeLength(scope, "prompt", prompt, PROMPT_MAX_CHARACTERS);
    const { image = "", sound_file: sound } = texts;
    judgeImage(scope, { path: "image", value: image }, MEDIA_RULES.legacyImage);
    if (sound !== undefined) judgeSound(scope, { path: "sound_file", value: sound }, MEDIA_RULES.avatarSound);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: () => ({ results: [{ kind: "video", hasSound: true }], slots: 1, pool: poolOf("video") }),
  estimate: ({ texts }, _row, { inputVideoSeconds }) =>
    pricePerSecond("video", {
      unitsPerSecond: UNITS_PER_SECOND[texts["mode"] === "pro" ? "pro" : "std"],
      seconds: inputVideoSeconds === undefined ? undefined : paidSeconds(inputVideoSeconds),
      maxSeconds: MAX_SECONDS,
      input: "sound",
    }),
  source: { confidence: "DOC", readOn: "2026-09", note: "run of 2026-09-20 recorded (LIVE)" },
});
