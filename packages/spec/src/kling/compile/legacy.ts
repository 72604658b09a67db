import type { JsonObject } from "../../json-object.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import type { VideoOperation } from "../operation.ts";
import { legacyMode } from "../video/legacy-mode.ts";
import { type LegacyReferenceKind, legacyToken, mentionOf } from "../video/prompt.ts";
import { nameItems, type VideoRequest } from "../video/request.ts";
import { compact } from "./standard.ts";

const listOrNothing = <Item>(list: readonly Item[]): readonly Item[] | undefined =>
  list.length > 0 ? list : undefined;

export interface NamedToken {
  /** As the request names the item. */
  readonly name: string;
  /** As a legacy body does. */
  readonly token: string;
}

/** Every item that a prompt can name, longest names first, so that `@cat2` is not read as `@cat`. */
export function tokensOf(request: VideoRequest): readonly NamedToken[] {
  const names = nameItems(request);
  // Frames stand before the references in image_list.
  const frames = Number(request.firstFrame !== undefined) + Number(request.lastFrame !== undefined);
  const places = (list: readonly string[], kind: LegacyReferenceKind, offset = 0) =>
    list.map((name, at) => ({ name, token: legacyToken(kind, at + 1 + offset) }));
  return [
    ...places(names.references, "image", frames),
    ...places(names.elements, "element"),
    ...places(names.voices, "voice"),
    ...(names.video ? [{ name: names.video, token: legacyToken("video", 1) }] : []),
  ].toSorted((left, right) => right.name.length - left.name.length);
}

/** Rewrites `@name` to `<<<kind_n>>>`. */
function rewritePrompt(prompt: string | undefined, request: VideoRequest): string | undefined {
  if (prompt === undefined) return undefined;
  return tokensOf(request).reduce(
    (text, { name, token }) => text.replace(mentionOf(name), () => token),
    prompt,
  );
}

function shotsOf(request: VideoRequest): JsonObject {
  const { shots, isMultiShot } = request;
  if (shots && shots.length > 0) {
    return {
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: shots.map((shot, at) => ({
        index: at + 1,
        prompt: rewritePrompt(shot.prompt, request),
        duration: String(shot.durationSeconds),
      })),
    };
  }
  return isMultiShot ? { multi_shot: true, shot_type: "intelligence" } : {};
}

function audioOf({ audio, motion, video }: VideoRequest): JsonObject {
  if (motion && audio !== "native")
    return audio === undefined ? {} : { keep_original_sound: audio === "off" ? "no" : "yes" };
  if (audio === "native") return { sound: "on" };
  // Without a video to keep sound from, "original" cannot be written; the words below make the rules name the field.
  return audio === "off" || (audio === "original" && !video) ? { sound: audio } : {};
}

function inputsOf(request: VideoRequest, operation: VideoOperation): JsonObject {
  const { firstFrame, lastFrame, references, video, motion } = request;
  if (operation.capability === "motion-control") {
    return compact({
      image_url: motion?.image,
      video_url: motion?.videoUrl,
      character_orientation: motion?.orientation,
    });
  }
  if (operation.capability !== "omni-video") return compact({ image: firstFrame, image_tail: lastFrame });
  const images = [
    ...(firstFrame === undefined ? [] : [{ image_url: firstFrame, type: "first_frame" }]),
    ...(lastFrame === undefined ? [] : [{ image_url: lastFrame, type: "end_frame" }]),
    ...(references ?? []).map(({ image }) => ({ image_url: image })),
  ];
  const keepsSound = request.audio === "original" || video?.keepsSound === true;
  const videos = video
    ? [{ video_url: video.url, refer_type: video.use, keep_original_sound: keepsSound ? "yes" : "no" }]
    : [];
  return compact({ image_list: listOrNothing(images), video_list: listOrNothing(videos) });
}

function classicOf({ negativePrompt, cfgScale, camera, staticMask, dynamicMasks }: VideoRequest): JsonObject {
  return compact({
    negative_prompt: negativePrompt,
    cfg_scale: cfgScale,
    camera_control: camera ? compact({ type: camera.type, config: camera.config }) : undefined,
    static_mask: staticMask,
    dynamic_masks: listOrNothing(
      (dynamicMasks ?? []).map(({ mask, points }) => ({ mask, trajectories: points })),
    ),
  });
}

/** Writes a request as a body of `POST /v1/videos/{product}`. Judging it is `checkCreate`'s work. */
export function compileLegacy(
  request: VideoRequest,
  operation: VideoOperation,
  row: CapabilityRow,
): JsonObject {
  const { durationSeconds, aspectRatio, resolution } = request;
  const isMotion = operation.capability === "motion-control";
  const wantsMode = resolution !== undefined || isMotion;
  return compact({
    model_name: row.model,
    prompt: rewritePrompt(request.prompt, request),
    ...shotsOf(request),
    ...inputsOf(request, operation),
    element_list: listOrNothing((request.elements ?? []).map(({ elementId }) => ({ element_id: elementId }))),
    voice_list: listOrNothing((request.voices ?? []).map(({ voiceId }) => ({ voice_id: voiceId }))),
    ...classicOf(request),
    ...audioOf(request),
    mode: wantsMode ? legacyMode(resolution ?? row.defaultResolution) : undefined,
    aspect_ratio: aspectRatio,
    duration:
      durationSeconds === undefined || request.video?.use === "base" ? undefined : String(durationSeconds),
    watermark_info: request.hasWatermark ? { enabled: true } : undefined,
    callback_url: request.callbackUrl,
    external_task_id: request.externalTaskId,
  });
}
