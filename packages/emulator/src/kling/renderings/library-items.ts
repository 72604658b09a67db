import { ELEMENT_TAGS } from "@klingkit/spec";
import type { BoundVoice, ElementPlan, VoicePlan } from "../../media/index.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { rawNumber } from "../raw-number.ts";
import type { TaskLinks } from "./task-links.ts";

/** An entry of a library, of a task. */
export interface EntryPlace {
  readonly index: number;
  readonly links: TaskLinks;
  readonly task: TaskRecord;
}

type Fields = Readonly<Record<string, unknown>>;

const isDeleted = ({ task, index }: EntryPlace): boolean => task.deletedResults?.includes(index) ?? false;

/** Legacy records show no status for voices. @source DOC 2026-10 */
export const legacyVoice = (plan: VoicePlan, place: EntryPlace): Fields => voiceInfo(boundOf(plan, place));

const boundOf = ({ name, ownedBy }: VoicePlan, { index, links }: EntryPlace): BoundVoice => ({
  id: links.resultId(index),
  name,
  trialUrl: links.url(index, "mp3"),
  ownedBy,
});

const voiceInfo = ({ id, name, trialUrl, ownedBy }: BoundVoice): Fields => ({
  voice_id: id,
  voice_name: name,
  trial_url: trialUrl,
  owned_by: ownedBy,
});

/** @source DOC 2026-09 */
export const standardVoice = (plan: VoicePlan, place: EntryPlace): Fields => ({
  type: "voice",
  id: place.links.resultId(place.index),
  name: plan.name,
  url: place.links.url(place.index, "mp3"),
  owned_by: plan.ownedBy,
  status: isDeleted(place) ? "deleted" : "succeeded",
});

/** The voice of an element: the one that it was given, or that was taken from its video, which is the result behind it. */
function voiceOf({ voice }: ElementPlan, place: EntryPlace): BoundVoice | undefined {
  const next = place.task.results[place.index + 1];
  if (voice || next?.kind !== "voice" || !next.isOfElement) return voice;
  return boundOf(next, { ...place, index: place.index + 1 });
}

const idOf = ({ id }: ElementPlan, { index, links }: EntryPlace): string => id ?? links.resultId(index);

const tagsOf = ({ tagIds }: Pick<ElementPlan, "tagIds">) =>
  tagIds.map((id) => ({ id, name: ELEMENT_TAGS[id], description: ELEMENT_TAGS[id] }));

/** Lists that are not used are `{}`; without a voice there is no key for it (INF). @source DOC 2026-09 */
export function legacyElement(plan: ElementPlan, place: EntryPlace): Fields {
  const { frontalImage, referImages, referVideos } = plan;
  const voice = voiceOf(plan, place);
  return {
    element_id: rawNumber(idOf(plan, place)),
    element_name: plan.name,
    element_description: plan.description,
    reference_type: plan.isOfVideo ? "video_refer" : "image_refer",
    element_image_list: plan.isOfVideo
      ? {}
      : { frontal_image: frontalImage, refer_images: referImages.map((image_url) => ({ image_url })) },
    element_video_list: plan.isOfVideo
      ? { refer_videos: referVideos.map((video_url) => ({ video_url })) }
      : {},
    ...(voice ? { element_voice_info: voiceInfo(voice) } : {}),
    tag_list: tagsOf(plan),
    owned_by: plan.ownedBy,
    status: isDeleted(place) ? "deleted" : "succeed",
  };
}

/** Ids of tags are numbers here. @source DOC 2026-09 */
export function standardElement(plan: ElementPlan, place: EntryPlace): Fields {
  const { frontalImage, referImages, referVideos } = plan;
  const voice = voiceOf(plan, place);
  return {
    type: "element",
    id: idOf(plan, place),
    name: plan.name,
    description: plan.description,
    element_type: plan.isOfVideo ? "video_character_elements" : "multi_image_elements",
    references: [
      ...(frontalImage === undefined ? [] : [{ type: "image", role: "frontal", url: frontalImage }]),
      ...referImages.map((url) => ({ type: "image", role: "refer", url })),
      ...referVideos.map((url) => ({ type: "video", role: "refer", url })),
      ...(voice
        ? [
            {
              type: "voice",
              role: "refer",
              url: voice.trialUrl,
              id: voice.id,
              name: voice.name,
              owned_by: voice.ownedBy,
            },
          ]
        : []),
    ],
    owned_by: plan.ownedBy,
    status: isDeleted(place) ? "deleted" : "succeeded",
    tags: tagsOf(plan).map((tag) => ({ ...tag, id: Number(tag.id.replace("o_", "")) })),
  };
}
