import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeListLength, judgeSound } from "../../check/common-rules.ts";
import { audioText, idText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { objectOf } from "../../check/read-body.ts";
import { type CommonFacts, readFlatBody } from "../../check/read-common-facts.ts";
import type { RuleScope } from "../../check/rule.ts";
import { LEAST_SPEECH_MS } from "../../facts/lip-sync.ts";
import { poolOf } from "../../facts/pools.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import { lipSyncPrice } from "./lip-sync-price.ts";

const FACE = "face_choose[0]";
const FACES = { min: 1, max: 1 } as const;

/** Reads the one entry of `face_choose` as `face_choose[0].…`. */
function readFacts(value: unknown): CommonFacts {
  const body = objectOf(value);
  const faces: readonly unknown[] = Array.isArray(body["face_choose"]) ? body["face_choose"] : [];
  const fields = Object.entries(objectOf(faces[0])).map(([field, entry]) => [`${FACE}.${field}`, entry]);
  return readFlatBody({ ...body, ...Object.fromEntries(fields) }, "prompt");
}

function judgeFace(scope: RuleScope<CommonFacts, undefined>): void {
  const { texts, numbers } = scope.facts;
  judgeOneOf(scope, [`${FACE}.audio_id`, `${FACE}.sound_file`]);
  const path = `${FACE}.sound_file`;
  const value = texts[path];
  if (value !== undefined) judgeSound(scope, { path, value }, MEDIA_RULES.lipSyncSound);
  const [from = 0, to = 0] = [numbers[`${FACE}.sound_start_time`], numbers[`${FACE}.sound_end_time`]];
  if (to - from >= LEAST_SPEECH_MS) return;
  const message = `the audio is cut to ${to - from} ms; at least ${LEAST_SPEECH_MS} must remain.`;
  scope.refuse({ rule: "sound-range", path: `${FACE}.sound_end_time`, message });
}

const time = (description: string) => requiredField(s.int({ minimum: 0 }), { description, unit: "ms" });

const volume = (description: string) =>
  optionalField(s.number({ minimum: 0, maximum: 2 }), { description, serviceDefault: 1 });

/** Lets a face of a video speak a sound. The face comes from `identify-face`, whose session lives for 24 hours. */
export const advancedLipSync = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/advanced-lip-sync",
  title: "Let a face of a video speak",
  sdk: ["lipSync", "create"],
  cli: ["lip-sync", "create"],
  taskType: "lip-sync",
  body: () =>
    s.object({
      session_id: requiredField(idText(), { description: "Session of identify-face." }),
      face_choose: requiredField(
        s.array(
          s.object({
            face_id: requiredField(idText(), { description: "Id of the face in the session, from `0`." }),
            audio_id: optionalField(idText(), {
              description:
                "Id of an audio file that text to speech made in the last 30 days. Give one of the two.",
            }),
            sound_file: optionalField(audioText("lipSyncSound"), {
              description:
                "http(s) URL or bare base64 of an mp3, wav, m4a or aac file of up to 5 MB and 2 to 60 seconds. Give one of the two.",
            }),
            sound_start_time: time("Where the audio is cut at its beginning."),
            sound_end_time: time("Where the audio is cut at its end; at least 2 seconds must remain."),
            sound_insert_time: time(
              "Where in the video the audio begins; it must fit, and meet the face for 2 seconds at least.",
            ),
            sound_volume: volume("Loudness of the audio."),
            original_audio_volume: volume("Loudness of the audio of the video."),
          }),
        ),
        { description: "The face that speaks: exactly one." },
      ),
      ...taskOptions(),
    }),
  readFacts,
  applyRules: (scope) => {
    const { lists, callbackUrl } = scope.facts;
    judgeListLength(scope, "face_choose", lists["face_choose"], FACES);
    if (lists["face_choose"]?.length === FACES.max) judgeFace(scope);
    judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
  },
  outcome: () => ({ results: [{ kind: "video", hasSound: true }], slots: 1, pool: poolOf("video") }),
  estimate: (_facts, _row, { inputVideoSeconds }) => lipSyncPrice(inputVideoSeconds),
  source: { confidence: "DOC", readOn: "2026-09", note: "rounding of the price INF" },
});
