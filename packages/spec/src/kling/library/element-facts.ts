import type { ItemFact } from "../../operation/operation.ts";
import { judgeImage, judgeLength, judgeListLength } from "../check/common-rules.ts";
import { listOf, objectOf, textOf } from "../check/read-body.ts";
import { type CommonFacts, readFlatBody } from "../check/read-common-facts.ts";
import type { RuleScope } from "../check/rule.ts";
import { MEDIA_RULES } from "../media/media-rules.ts";
import { DESCRIPTION_MAX_CHARACTERS, REFER_IMAGES } from "./element-fields.ts";
import { NAME_MAX_CHARACTERS } from "./limits.ts";

/** What a request for an element says; both libraries are read into it. */
export interface ElementFacts extends CommonFacts {
  readonly frontalImage: ItemFact | undefined;
  readonly referImages: readonly ItemFact[];
  readonly referVideos: readonly ItemFact[];
  readonly voiceId: string | undefined;
  readonly tagIds: readonly string[];
}

/** Reads a body of the advanced library, whose pictures and videos stand in objects. */
export function readElementFacts(value: unknown): ElementFacts {
  const body = objectOf(value);
  const images = objectOf(body["element_image_list"]);
  const videos = objectOf(body["element_video_list"]);
  return {
    ...common(value),
    frontalImage: itemAt("element_image_list.frontal_image", images["frontal_image"]),
    referImages: itemsAt("element_image_list.refer_images", images["refer_images"], "image_url"),
    referVideos: itemsAt("element_video_list.refer_videos", videos["refer_videos"], "video_url"),
  };
}

/** Reads a body of the old library, which is flat. */
export function readOldElementFacts(value: unknown): ElementFacts {
  const body = objectOf(value);
  return {
    ...common(value),
    frontalImage: itemAt("element_frontal_image", body["element_frontal_image"]),
    referImages: itemsAt("element_refer_list", body["element_refer_list"], "image_url"),
    referVideos: [],
  };
}

const common = (value: unknown) => ({
  // What the picture of an emulated element says about it.
  ...readFlatBody(value, "element_description"),
  voiceId: textOf(objectOf(value)["element_voice_id"]),
  tagIds: listOf(objectOf(value)["tag_list"]).flatMap(({ tag_id }) => textOf(tag_id) ?? []),
});

function itemAt(path: string, value: unknown): ItemFact | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : { path, value: text };
}

const itemsAt = (path: string, list: unknown, field: string): readonly ItemFact[] =>
  listOf(list).flatMap((entry, at) => itemAt(`${path}[${at}].${field}`, entry[field]) ?? []);

/** Rules of both libraries: lengths of the texts, and the pictures. */
export function judgeElement(scope: RuleScope<ElementFacts, undefined>, referPath: string): void {
  const { texts, frontalImage, referImages } = scope.facts;
  judgeLength(scope, "element_name", texts["element_name"], NAME_MAX_CHARACTERS);
  judgeLength(scope, "element_description", texts["element_description"], DESCRIPTION_MAX_CHARACTERS);
  if (frontalImage) {
    judgeImage(scope, frontalImage, MEDIA_RULES.legacyImage);
    judgeListLength(scope, referPath, referImages, REFER_IMAGES);
  }
  for (const image of referImages) judgeImage(scope, image, MEDIA_RULES.legacyImage);
}
