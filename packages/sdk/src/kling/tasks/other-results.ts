import type { JsonObject } from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import type {
  TaskAudio,
  TaskElement,
  TaskImage,
  TaskResult,
  TaskSubtitle,
  TaskVoice,
} from "../../core/task.ts";
import { elementsOf, voicesOf } from "./library-items.ts";
import { imagesOf } from "./parse-images.ts";
import { filled, idText, linkOf, listOf, objectOf, secondsOf } from "./read-fields.ts";
import type { ReadOthers } from "./read-others.ts";
import { link, resultOf } from "./task-results.ts";

/** Reads images, sounds, subtitles, voices and elements of a record. */
export const readOtherResults: ReadOthers = (record) => {
  const images = imagesOf(record);
  const audios = audiosOf(record);
  const subtitles = subtitlesOf(record);
  const voices = voicesOf(record);
  const elements = elementsOf(record);
  const results = [
    ...images.map(ofImage),
    ...audios.map(ofAudio),
    ...subtitles.map(ofSubtitle),
    ...voices.map(ofVoice),
    ...elements.map(ofElement),
  ];
  return { images, audios, subtitles, voices, elements, results };
};

function audiosOf(record: JsonObject): readonly TaskAudio[] {
  const found =
    filled(objectOf(record["task_result"])["audios"]) ??
    filled(listOf(record["outputs"]).filter(({ type }) => type === "audio")) ??
    filled(objectOf(record["result"])["audios"]) ??
    filled(record["audios"]);
  return found?.map(audioOf) ?? [];
}

/** Subtitles are outputs whose type is their format. @source DOC 2026-10 */
const subtitlesOf = (record: JsonObject): readonly TaskSubtitle[] =>
  listOf(record["outputs"]).flatMap(({ type, url }) => {
    const format = SUBTITLE_FORMATS.find((one) => one === type);
    return format ? [dropUndefined({ format, url: linkOf(url) })] : [];
  });

const SUBTITLE_FORMATS = ["srt", "ass"] as const satisfies readonly TaskSubtitle["format"][];

/** Both spellings: `url_mp3` (legacy) and `mp3_url` (standard); TTS has a plain `url`, which is mp3. @source DOC */
function audioOf(item: JsonObject): TaskAudio {
  return dropUndefined({
    id: idText(item["id"]),
    mp3Url: linkOf(item["mp3_url"]) ?? linkOf(item["url_mp3"]) ?? linkOf(item["url"]),
    wavUrl: linkOf(item["wav_url"]) ?? linkOf(item["url_wav"]),
    mp3DurationSeconds:
      secondsOf(item["mp3_duration"]) ?? secondsOf(item["duration_mp3"]) ?? secondsOf(item["duration"]),
    wavDurationSeconds: secondsOf(item["wav_duration"]) ?? secondsOf(item["duration_wav"]),
  });
}

function ofImage({ id, name, url, watermarkUrl, group, segment }: TaskImage): TaskResult {
  const links = [link(url, {}), link(watermarkUrl, { variant: "watermark" })];
  return resultOf("image", links.flat(), { id, name, group, segment });
}

function ofAudio({ id, mp3Url, wavUrl, mp3DurationSeconds, wavDurationSeconds }: TaskAudio): TaskResult {
  const durationSeconds = mp3DurationSeconds ?? wavDurationSeconds;
  const links = [link(mp3Url, { format: "mp3" }), link(wavUrl, { format: "wav" })];
  return resultOf("audio", links.flat(), { id, durationSeconds });
}

const ofSubtitle = ({ url, format }: TaskSubtitle): TaskResult => resultOf("subtitle", link(url, { format }));

/** A voice's only file is its sample. @source DOC 2026-10 (mp3) */
function ofVoice({ id, name, trialUrl }: TaskVoice): TaskResult {
  return resultOf("voice", link(trialUrl, { format: "mp3" }), { id, name });
}

const ofElement = ({ id, name }: TaskElement): TaskResult => resultOf("element", [], { id, name });
