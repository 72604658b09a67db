import type { JsonObject } from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import type { TaskImage } from "../../core/task.ts";
import { isOfKind, nameOfKind } from "./output-type.ts";
import { filled, idText, linkOf, listOf, numberOf, objectOf, textOf } from "./read-fields.ts";

/** Images of a record, however it lists them: alone, as a series, as sets of views, as parts of the input, or in `outputs`. */
export function imagesOf(record: JsonObject): readonly TaskImage[] {
  const result = objectOf(record["task_result"]);
  const alone = filled(result["images"]);
  if (alone) return alone.filter(isThere).flatMap(imagesOfEntry);
  const faces = filled(record["face_data"]);
  if (faces) return faces.map(faceOf);
  const series = filled(result["series_images"]);
  if (series) return series.map((item, at) => imageOf(item, at, 0));
  const outputs = filled(listOf(record["outputs"]).filter(({ type }) => isOfKind("image", type)));
  if (outputs) return withGroups(outputs);
  return filled(objectOf(record["result"])["images"])?.map((item, at) => imageOf(item, at)) ?? [];
}

/** A part of the input that was looked for and not found has no image. @source DOC 2026-10 (image-recognize) */
const isThere = ({ is_contain }: JsonObject): boolean => is_contain !== false;

/** Fields of the links of a set of views. @source DOC 2026-10 (AI multi-shot) */
const VIEWS = ["url_1", "url_2", "url_3"] as const;

function imagesOfEntry(item: JsonObject, at: number): readonly TaskImage[] {
  const views = VIEWS.flatMap((field) => linkOf(item[field]) ?? []);
  if (views.length === 0) return [imageOf(item, at)];
  const group = numberOf(item["index"]) ?? at;
  return views.map((url, view) => ({ index: at * VIEWS.length + view, url, group }));
}

function imageOf(item: JsonObject, at: number, group?: number): TaskImage {
  return dropUndefined({
    index: numberOf(item["index"]) ?? at,
    url: linkOf(item["url"]),
    watermarkUrl: linkOf(item["watermark_url"]),
    group,
    // An item of `outputs` has its kind there.
    segment: isOfKind("image", item["type"]) ? undefined : textOf(item["type"]),
    name: nameOfKind("image", item),
  });
}

/** A face of a video, with the time for which it is seen. @source DOC 2026-09 */
const faceOf = (item: JsonObject, index: number): TaskImage =>
  dropUndefined({
    index,
    url: linkOf(item["face_image"]),
    id: idText(item["face_id"]),
    startMs: numberOf(item["start_time"]),
    endMs: numberOf(item["end_time"]),
  });

/** Numbers the groups in the order in which their ids appear. */
function withGroups(outputs: readonly JsonObject[]): readonly TaskImage[] {
  const ids = [...new Set(outputs.flatMap(({ group_id }) => idText(group_id) ?? []))];
  return outputs.map((item, at) => {
    const id = idText(item["group_id"]);
    return imageOf(item, at, id === undefined ? undefined : ids.indexOf(id));
  });
}
