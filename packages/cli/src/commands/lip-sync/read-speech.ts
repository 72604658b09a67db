import { ONLY_RESULT, resultOf } from "@klingkit/engine";
import { advancedLipSync, identifyFace, lipSync } from "@klingkit/spec";
import type { FieldFlag } from "../../create/body.ts";
import { type BodyCreate, klingBody } from "../../create/body.ts";
import { bodyOf } from "../../create/body-create.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import { usageError } from "../../errors/cli-error.ts";
import { parseNumber } from "../../session/parse-number.ts";

export interface LipSyncOptions extends CreateOptions {
  readonly audio?: string;
  readonly audioId?: string;
  readonly text?: string;
  readonly voice?: string;
  readonly language?: string;
  readonly speed?: string;
  readonly face?: string;
  readonly audioSeconds?: string;
  readonly audioFrom?: string;
  readonly at?: string;
  readonly volume?: string;
  readonly videoVolume?: string;
  readonly videoSeconds?: string;
}

/** A video by its id or its address, as the operations of lip sync take it. */
export type VideoSource = { readonly video_id: string } | { readonly video_url: string };

/** Name of the job that finds the faces. */
const FACES = "faces";

const FACE = "face_choose[0]";

const FLAGS = {
  video_id: { flag: "the video", code: "invalid_video" },
  video_url: { flag: "the video", code: "invalid_video" },
  [`${FACE}.sound_file`]: { flag: "--audio", code: "invalid_audio" },
  [`${FACE}.audio_id`]: { flag: "--audio-id", code: "invalid_audio" },
  [`${FACE}.sound_end_time`]: { flag: "--audio-seconds", code: "invalid_duration" },
  [`${FACE}.sound_volume`]: { flag: "--volume" },
  [`${FACE}.original_audio_volume`]: { flag: "--video-volume" },
  "input.video_id": { flag: "the video", code: "invalid_video" },
  "input.video_url": { flag: "the video", code: "invalid_video" },
  "input.text": { flag: "--text", code: "invalid_text" },
  "input.voice_id": { flag: "--voice", code: "invalid_voice" },
  "input.voice_language": { flag: "--language", code: "invalid_language" },
  "input.voice_speed": { flag: "--speed" },
} as const satisfies Readonly<Record<string, FieldFlag>>;

/** What is bought for the flags. Throws `missing_audio`, `conflicting_audio` and their like. */
export function readSpeech(source: VideoSource, options: LipSyncOptions): BodyCreate {
  const given = [options.audio, options.audioId, options.text].filter((value) => value !== undefined);
  if (given.length === 0)
    throw usageError(
      "missing_audio",
      "There is nothing to speak. Give an audio file with --audio or --audio-id, or a text with --text. Nothing was sent.",
    );
  if (given.length > 1)
    throw usageError(
      "conflicting_audio",
      "Give one of --audio, --audio-id and --text, not several. Nothing was sent.",
    );
  return options.text === undefined ? ofSound(source, options) : ofText(source, options);
}

function ofSound(source: VideoSource, options: LipSyncOptions): BodyCreate {
  const { audio, audioId, face, audioSeconds } = options;
  refuseFlags(options, ["voice", "language", "speed"], "belongs to --text");
  if (audioSeconds === undefined)
    throw usageError(
      "missing_audio_seconds",
      "--audio-seconds: missing. The service needs to know where the audio ends. Nothing was sent.",
    );
  const session = resultOf(FACES);
  return {
    operation: klingBody(advancedLipSync.create),
    first: { name: FACES, operation: klingBody(identifyFace.create), body: source },
    body: {
      session_id: session,
      face_choose: [
        bodyOf({
          face_id: face ?? resultOf(FACES, ONLY_RESULT),
          audio_id: audioId,
          sound_file: audio,
          sound_start_time: toMs("--audio-from", options.audioFrom ?? "0"),
          sound_end_time: toMs("--audio-seconds", audioSeconds),
          sound_insert_time: toMs("--at", options.at ?? "0"),
          sound_volume: factor("--volume", options.volume),
          original_audio_volume: factor("--video-volume", options.videoVolume),
        }),
      ],
    },
    flags: FLAGS,
  };
}

function ofText(source: VideoSource, options: LipSyncOptions): BodyCreate {
  const { text, voice, language = "en", speed } = options;
  const whole = ["face", "audioSeconds", "audioFrom", "at", "volume", "videoVolume"] as const;
  refuseFlags(options, whole, WITH_SOUND);
  const input = bodyOf({
    mode: "text2video",
    ...source,
    text,
    voice_id: voice,
    voice_language: language,
    voice_speed: speed === undefined ? undefined : parseNumber(speed, { flag: "--speed", min: 0.8, max: 2 }),
  });
  return { operation: klingBody(lipSync.create), body: { input }, flags: FLAGS };
}

const WITH_SOUND =
  "needs an audio file: for a text the service finds the face and the time itself. Make the audio with `kling tts`, and give its id with --audio-id";

function refuseFlags(options: LipSyncOptions, names: readonly (keyof LipSyncOptions)[], why: string): void {
  for (const name of names) {
    if (options[name] === undefined) continue;
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw usageError("conflicting_flags", `--${flag} ${why}. Nothing was sent.`);
  }
}

const MOST_SECONDS = 60;

const toMs = (flag: string, text: string): number =>
  Math.round(parseNumber(text, { flag, min: 0, max: MOST_SECONDS }) * 1000);

const factor = (flag: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseNumber(text, { flag, min: 0, max: 2 });
