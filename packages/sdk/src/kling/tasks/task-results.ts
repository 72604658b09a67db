import { dropUndefined } from "../../core/drop-undefined.ts";
import type {
  ResultLink,
  TaskAudio,
  TaskElement,
  TaskImage,
  TaskResult,
  TaskSnapshot,
  TaskSubtitle,
  TaskVideo,
  TaskVoice,
} from "../../core/task.ts";

/** The results of a task in one list, whatever they are. */
export function resultsOf({
  videos,
  images,
  audios,
  subtitles,
  voices,
  elements,
}: Pick<
  TaskSnapshot,
  "videos" | "images" | "audios" | "subtitles" | "voices" | "elements"
>): readonly TaskResult[] {
  return [
    ...videos.map(ofVideo),
    ...images.map(ofImage),
    ...audios.map(ofAudio),
    ...subtitles.map(ofSubtitle),
    ...voices.map(ofVoice),
    ...elements.map(ofElement),
  ];
}

function ofVideo({ id, name, url, watermarkUrl, coverUrl, durationSeconds }: TaskVideo): TaskResult {
  const links = [
    link(url, {}),
    link(watermarkUrl, { variant: "watermark" }),
    link(coverUrl, { variant: "cover" }),
  ];
  return resultOf("video", links.flat(), { id, name, durationSeconds });
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

const link = (url: string | undefined, rest: Omit<ResultLink, "url">): readonly ResultLink[] =>
  url === undefined ? [] : [{ url, ...rest }];

type Details = {
  readonly [Name in keyof Pick<TaskResult, "id" | "name" | "durationSeconds" | "group" | "segment">]:
    | TaskResult[Name]
    | undefined;
};

const resultOf = (
  kind: TaskResult["kind"],
  links: readonly ResultLink[],
  details: Details = {},
): TaskResult => ({ kind, links, ...dropUndefined({ ...details, expiresAtMs: expiryOf(links) }) });

/** A signed link says when it ends, in Unix seconds; the file is deleted then. @source LIVE 2025-12-12 (callback) */
function expiryOf(links: readonly ResultLink[]): number | undefined {
  const seconds = links.map(({ url }) => /[?&]Expires=(\d{10})\b/.exec(url)?.[1]).find(Boolean);
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
