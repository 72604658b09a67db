import { dropUndefined } from "./drop-undefined.ts";
import type { ResultLink, TaskAudio, TaskImage, TaskResult, TaskSnapshot, TaskVideo } from "./task.ts";

/** The results of a task in one list, whatever they are. */
export function resultsOf({
  videos,
  images,
  audios,
}: Pick<TaskSnapshot, "videos" | "images" | "audios">): readonly TaskResult[] {
  return [...videos.map(ofVideo), ...images.map(ofImage), ...audios.map(ofAudio)];
}

function ofVideo({ id, url, watermarkUrl, coverUrl, durationSeconds }: TaskVideo): TaskResult {
  const links = [
    link(url, {}),
    link(watermarkUrl, { variant: "watermark" }),
    link(coverUrl, { variant: "cover" }),
  ];
  return { kind: "video", links: links.flat(), ...dropUndefined({ id, durationSeconds }) };
}

function ofImage({ url, watermarkUrl }: TaskImage): TaskResult {
  return { kind: "image", links: [link(url, {}), link(watermarkUrl, { variant: "watermark" })].flat() };
}

function ofAudio({ id, mp3Url, wavUrl, mp3DurationSeconds, wavDurationSeconds }: TaskAudio): TaskResult {
  const durationSeconds = mp3DurationSeconds ?? wavDurationSeconds;
  return {
    kind: "audio",
    links: [link(mp3Url, { format: "mp3" }), link(wavUrl, { format: "wav" })].flat(),
    ...dropUndefined({ id, durationSeconds }),
  };
}

const link = (url: string | undefined, rest: Omit<ResultLink, "url">): readonly ResultLink[] =>
  url === undefined ? [] : [{ url, ...rest }];
