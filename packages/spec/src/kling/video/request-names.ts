import { isJsonObject, type JsonObject } from "../../json-object.ts";

/** Fields of a `VideoRequest` by the names that they have on the wire, in either family. */
export const FIELD_BY_WIRE: Readonly<Record<string, string>> = {
  prompt: "prompt",
  negative_prompt: "negativePrompt",
  multi_prompt: "shots",
  multi_shot: "isMultiShot",
  shot_type: "isMultiShot",
  image: "firstFrame",
  image_tail: "lastFrame",
  image_list: "references",
  element_list: "elements",
  voice_list: "voices",
  video_list: "video",
  image_url: "motion.image",
  video_url: "motion.videoUrl",
  character_orientation: "motion.orientation",
  keep_original_sound: "audio",
  sound: "audio",
  audio: "audio",
  mode: "resolution",
  resolution: "resolution",
  aspect_ratio: "aspectRatio",
  duration: "durationSeconds",
  cfg_scale: "cfgScale",
  camera_control: "camera",
  static_mask: "staticMask",
  dynamic_masks: "dynamicMasks",
  watermark_info: "hasWatermark",
  callback_url: "callbackUrl",
  external_task_id: "externalTaskId",
};

/** The same for the items of `contents` and of `image_list`, by their type. */
const FIELD_BY_TYPE: Readonly<Record<string, string>> = {
  prompt: "prompt",
  first_frame: "firstFrame",
  last_frame: "lastFrame",
  end_frame: "lastFrame",
  refer_image: "references",
  feature_video: "video",
  base_video: "video",
  element: "elements",
  voice: "voices",
  image: "motion.image",
  video: "motion.videoUrl",
};

/** Lists whose items the caller can count. */
const LISTS: readonly string[] = ["references", "elements", "voices", "shots", "dynamicMasks"];

/** `settings.duration` → `durationSeconds`, `contents[2].url` → `references[0]`; undefined where no field stands behind it. */
export function requestFieldOf(path: string, body: JsonObject): string | undefined {
  const [first = "", second = ""] = path.split(/[.[\]]+/);
  if (path === "contents") return "prompt";
  if (first === "contents" || first === "image_list") return fieldOfItem(body[first], Number(second));
  const field = FIELD_BY_WIRE[first === "settings" || first === "options" ? second : first];
  const isItem = field !== undefined && LISTS.includes(field) && /^\d+$/.test(second);
  return isItem ? `${field}[${second}]` : field;
}

function fieldOfItem(list: unknown, at: number): string | undefined {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const fields = items.map((item) =>
    isJsonObject(item) ? FIELD_BY_TYPE[String(item["type"] ?? "refer_image")] : undefined,
  );
  const field = fields[at];
  if (field === undefined || !LISTS.includes(field)) return field;
  return `${field}[${fields.slice(0, at).filter((other) => other === field).length}]`;
}
