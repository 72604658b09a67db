import { IMAGE_SEGMENTS } from "@klingkit/spec";
import type {
  AudioPlan,
  ElementPlan,
  ImagePlan,
  ResultPlan,
  SubtitlePlan,
  VideoPlan,
  VoicePlan,
} from "../../media/index.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { formatSeconds } from "./format.ts";
import {
  type EntryPlace,
  legacyElement,
  legacyVoice,
  standardElement,
  standardVoice,
} from "./library-items.ts";
import type { TaskLinks } from "./task-links.ts";

type Item = Readonly<Record<string, unknown>>;

/** How a family writes a result, by its kind. */
interface ItemWriters {
  video(plan: VideoPlan, at: Place): Item;
  image(plan: ImagePlan, at: Place): Item;
  audio(plan: AudioPlan, at: Place): Item;
  voice(plan: VoicePlan, at: Place): Item;
  element(plan: ElementPlan, at: Place): Item;
  subtitle(plan: SubtitlePlan, at: Place): Item;
}

type Place = EntryPlace;

/** Leaves out what is undefined. */
const item = (fields: Item): Item =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** No legacy operation makes any; solutions name them by their format. @source DOC 2026-10 */
const subtitle: ItemWriters["subtitle"] = ({ format }, { index, links }) =>
  item({ type: format, url: links.url(index, format) });

/** @source DOC-OLD 2026-03, LIVE 2025-12-26; audio DOC 2026-09 */
const LEGACY: ItemWriters = {
  video: ({ durationSeconds, sessionId }, { index, links }) =>
    item({
      id: links.resultId(index),
      session_id: sessionId,
      url: links.url(index, "mp4"),
      watermark_url: links.watermarkUrl(index, "mp4"),
      duration: formatSeconds(durationSeconds),
    }),
  image: ({ format }, { index, links }) =>
    item({ index, url: links.url(index, format), watermark_url: links.watermarkUrl(index, format) }),
  audio({ durationSeconds, formats }, { index, links }) {
    const duration = formatSeconds(durationSeconds);
    // Speech comes as one file, sound effects as two, under other names.
    if (formats.length === 1)
      return item({ id: links.resultId(index), url: links.url(index, formats[0] ?? "mp3"), duration });
    return item({
      id: links.resultId(index),
      url_mp3: links.url(index, "mp3"),
      url_wav: links.url(index, "wav"),
      duration_mp3: duration,
      duration_wav: duration,
    });
  },
  voice: (plan, place) => item(legacyVoice(plan, place)),
  element: (plan, place) => item(legacyElement(plan, place)),
  subtitle,
};

/** @source DOC 2026-09; audio names are those of the `/tasks` page */
const STANDARD: ItemWriters = {
  video: ({ durationSeconds }, { index, links }) =>
    item({
      type: "video",
      id: links.resultId(index),
      url: links.url(index, "mp4"),
      watermark_url: links.watermarkUrl(index, "mp4"),
      duration: formatSeconds(durationSeconds),
    }),
  image: ({ format, group }, { index, links }) =>
    item({
      type: "image",
      url: links.url(index, format),
      watermark_url: links.watermarkUrl(index, format),
      group_id: group === undefined ? undefined : links.groupId(group),
    }),
  audio({ durationSeconds, formats }, { index, links }) {
    const duration = formatSeconds(durationSeconds);
    const files = formats.map((format) => ({
      [`${format}_url`]: links.url(index, format),
      [`${format}_duration`]: duration,
    }));
    return item(Object.assign({ type: "audio", id: links.resultId(index) }, ...files));
  },
  voice: (plan, place) => item(standardVoice(plan, place)),
  element: (plan, place) => item(standardElement(plan, place)),
  subtitle,
};

/** Outputs of solutions have no ids. @source DOC 2026-10 */
function withoutId({ id: _, ...rest }: Item): Item {
  return rest;
}

function write(writers: ItemWriters, plan: ResultPlan, at: Place): Item {
  switch (plan.kind) {
    case "video":
      return writers.video(plan, at);
    case "image":
      return writers.image(plan, at);
    case "audio":
      return writers.audio(plan, at);
    case "voice":
      return writers.voice(plan, at);
    case "element":
      return writers.element(plan, at);
    case "subtitle":
      return writers.subtitle(plan, at);
    case "data":
      // No task makes any.
      return {};
  }
}

const LEGACY_LISTS = {
  video: "videos",
  image: "images",
  audio: "audios",
  voice: "voices",
  element: "elements",
  subtitle: "subtitles",
  data: "data",
} as const;

/** The voice of an element is shown by the element. */
const isShown = (plan: ResultPlan): boolean => plan.kind !== "voice" || !plan.isOfElement;

type Lists = Readonly<Record<string, readonly Item[]>>;

/** \`task_result\`: a list for every kind that the task made. */
export function legacyResult(task: TaskRecord, links: TaskLinks): object {
  const { results } = task;
  const images = results.filter((plan) => plan.kind === "image");
  const [{ listed, segment } = {}] = images;
  if (segment !== undefined) return { images: segmentsOf(images, links) };
  const lists = listResults(task, links);
  if (listed === "views") return { ...lists, images: viewSets(images, links) };
  if (listed === undefined) return lists;
  // The list that is not used stays empty. INF: whether it is left out is not documented.
  const { images: made = [], ...others } = lists;
  const [alone, series] = listed === "series" ? [[], made] : [made, []];
  return { ...others, result_type: listed, images: alone, series_images: series };
}

function listResults(task: TaskRecord, links: TaskLinks): Lists {
  const lists: Record<string, Item[]> = {};
  for (const [index, plan] of task.results.entries()) {
    if (!isShown(plan)) continue;
    const name = LEGACY_LISTS[plan.kind];
    lists[name] = [...(lists[name] ?? []), write(LEGACY, plan, { index, links, task })];
  }
  return lists;
}

/**
 * An entry for every part that an image can show, whether it is there or not. @source DOC 2026-10 (image-recognize);
 * INF: an empty link where it is not
 */
const segmentsOf = (images: readonly ImagePlan[], links: TaskLinks): readonly object[] =>
  IMAGE_SEGMENTS.map((type) => {
    const index = images.findIndex(({ segment }) => segment === type);
    const url = index === -1 ? "" : (links.url(index, images[index]?.format ?? "png") ?? "");
    return { type, is_contain: index !== -1, url };
  });

/** One entry per set, with a link for each of its views. @source DOC 2026-10 (AI multi-shot) */
function viewSets(images: readonly ImagePlan[], links: TaskLinks): readonly Item[] {
  const sets: Record<string, string | number | undefined>[] = [];
  for (const [index, { group = 0, format }] of images.entries()) {
    const set = sets[group] ?? { index: group };
    sets[group] = { ...set, [`url_${Object.keys(set).length}`]: links.url(index, format) };
  }
  return sets.map(item);
}

/** `outputs`, in the order of the results. */
export const standardOutputs = (task: TaskRecord, links: TaskLinks): readonly Item[] =>
  task.results.flatMap((plan, index) => (isShown(plan) ? [outputOf(plan, { index, links, task })] : []));

function outputOf(plan: ResultPlan, place: Place): Item {
  const written = write(STANDARD, plan, place);
  const named = plan.type === undefined ? written : { ...written, type: plan.type };
  return place.task.family === "solutions" ? withoutId(named) : named;
}
