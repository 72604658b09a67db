import type { RuleId } from "@klingkit/spec";
import { IMAGE_URL, VIDEO_URL } from "./draw-request.ts";

/** A valid body, and the same with exactly one rule broken. */
export interface Mutator {
  readonly operation: string;
  readonly valid: Readonly<Record<string, unknown>>;
  /** Fields that replace those of `valid`; undefined takes one away. */
  readonly broken: Readonly<Record<string, unknown>>;
  /** Path that the message starts with. */
  readonly path: string;
  /** What the service's own sentence says of the field, where that sentence is on record and has no path. */
  readonly serviceNames?: string;
  /** Rules that cannot but break with this one, and why. */
  readonly also?: { readonly rules: readonly RuleId[]; readonly because: string };
  /** Fields of every create that this operation does not have. */
  readonly lacks?: readonly string[];
  /** The service ignores this; only clients and the strict emulator refuse it. */
  readonly isClientOnly?: true;
}

/** Why a rule has no mutator. */
export interface Unreachable {
  readonly reason: string;
}

const prompt = { type: "prompt", text: "A fox" };
const first = { type: "first_frame", url: IMAGE_URL };
const last = { type: "last_frame", url: IMAGE_URL };
const refer = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: "refer_image", url: IMAGE_URL, id: `pic${at}x` }));
const element = (count: number, kind: 1 | 9 = 1) =>
  Array.from({ length: count }, (_, at) => ({
    type: "element",
    element_id: `${kind}00${at + 1}`,
    id: `el${at}x`,
  }));
const feature = { type: "feature_video", url: VIDEO_URL };
const base = { type: "base_video", url: VIDEO_URL };
const shots = (...seconds: readonly number[]) =>
  seconds.map((n, at) => ({ index: at + 1, prompt: "a fox", duration: `${n}` }));

const T30 = { operation: "text-to-video/kling-3.0", valid: { prompt: "A fox", settings: { duration: 5 } } };
const T26 = { operation: "text-to-video/kling-2.6", valid: { prompt: "A fox" } };
const I30 = { operation: "image-to-video/kling-3.0", valid: { contents: [prompt, first] } };
const I26 = {
  operation: "image-to-video/kling-2.6",
  valid: { contents: [first], settings: { resolution: "1080p", audio: "native" } },
};
const OMNI = { operation: "omni-video/kling-3.0-omni", valid: { contents: [prompt] } };
const O1 = { operation: "omni-video/kling-o1", valid: { contents: [prompt] } };
const MOTION = {
  operation: "motion-control/kling-3.0",
  valid: {
    contents: [
      { type: "image", url: IMAGE_URL },
      { type: "video", url: VIDEO_URL },
    ],
    settings: { character_orientation: "video" },
  },
};
const V3 = { operation: "v1/text2video", valid: { model_name: "kling-v3", prompt: "A fox", duration: "5" } };
const SHOTS = {
  operation: "v1/text2video",
  valid: {
    model_name: "kling-v3",
    multi_shot: true,
    shot_type: "customize",
    multi_prompt: shots(2, 3),
    duration: "5",
  },
};
const IMAGE_V3 = { operation: "v1/image2video", valid: { model_name: "kling-v3", image: IMAGE_URL } };
const OMNI_V3 = {
  operation: "v1/omni-video",
  valid: { model_name: "kling-v3-omni", prompt: "A fox", aspect_ratio: "16:9" },
};
const CAMERA = {
  operation: "v1/text2video",
  valid: { model_name: "kling-v1", prompt: "A fox", camera_control: { type: "simple", config: { pan: 1 } } },
};
const BRUSH = {
  operation: "v1/image2video",
  valid: { model_name: "kling-v1", image: IMAGE_URL, static_mask: IMAGE_URL },
};
const IMAGES = {
  operation: "v1/images/generations",
  valid: { model_name: "kling-v2-1", prompt: "A fox", image: IMAGE_URL, image_reference: "subject" },
};
const SUBJECTS = {
  operation: "v1/images/multi-image2image",
  valid: { subject_image_list: [{ subject_image: IMAGE_URL }] },
};
const EXPANSION = {
  operation: "v1/images/editing/expand",
  valid: {
    image: IMAGE_URL,
    up_expansion_ratio: 0.1,
    down_expansion_ratio: 0,
    left_expansion_ratio: 0,
    right_expansion_ratio: 0,
  },
};
const SOUND = {
  operation: "v1/audio/video-to-audio",
  lacks: ["watermark_info"],
  valid: { video_url: VIDEO_URL },
};
const SPEECH = {
  operation: "v1/audio/tts",
  lacks: ["external_task_id", "watermark_info", "callback_url"],
  valid: { text: "A fox", voice_id: "oversea_male1", voice_language: "en" },
};
const VOICE = {
  operation: "v1/general/custom-voices",
  lacks: ["watermark_info"],
  valid: { voice_name: "Ann", voice_url: VIDEO_URL },
};
const EFFECT = {
  operation: "v1/effects",
  valid: { effect_scene: "pet_lion_pro", input: { image: IMAGE_URL } },
};
const GOODS = {
  operation: "solutions/e-commerce/goods_studio",
  lacks: ["watermark_info"],
  valid: {
    contents: [
      { type: "ref_image", url: IMAGE_URL },
      { type: "goods_title", text: "Umbrella" },
    ],
    settings: { resolution: "720p", aspect_ratio: "16:9", duration: 15 },
  },
};
const AGENT = {
  operation: "solutions/talking_agent",
  lacks: ["watermark_info"],
  valid: {
    contents: [
      { type: "avatar_id", text: "avatar_anna_female" },
      { type: "speech_script", text: "Slow down for a moment." },
    ],
  },
};
const AVATAR = {
  operation: "v1/avatar/image2video",
  valid: { image: IMAGE_URL, sound_file: "https://example.com/speech.mp3" },
};
const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";
const dynamicMasks = (count: number, points: number) =>
  Array.from({ length: count }, () => ({
    mask: IMAGE_URL,
    trajectories: Array.from({ length: points }, (_, at) => ({ x: at, y: at })),
  }));

/** Every rule that spec can emit has a row here; the type makes the compiler ask for a missing one. */
export const MUTATORS: Readonly<Record<RuleId, Mutator | Unreachable>> = {
  type: { ...T30, broken: { settings: "fast" }, path: "settings" },
  required: { ...T30, broken: { prompt: undefined }, path: "prompt" },
  enum: { ...T30, broken: { settings: { aspect_ratio: "7:3" } }, path: "settings.aspect_ratio" },
  range: { ...T30, broken: { settings: { duration: 16 } }, path: "settings.duration" },
  "unknown-field": { ...T30, broken: { cfg_scale: 0.5 }, path: "cfg_scale", isClientOnly: true },
  "content-type": {
    ...OMNI,
    broken: { contents: [prompt, { type: "text", text: "A fox" }] },
    path: "contents[1].type",
  },
  "content-once": {
    ...I30,
    broken: { contents: [prompt, first, first] },
    path: "contents[2].type",
    serviceNames: "first_frame",
  },
  "content-count": {
    ...GOODS,
    broken: { contents: [{ type: "goods_title", text: "Umbrella" }] },
    path: "contents",
    serviceNames: "Product image is missing",
  },
  "content-needed": {
    ...AGENT,
    broken: { settings: { voice_id: "male_calm_informative" } },
    path: "settings.voice_id",
    serviceNames: "voiceId",
  },
  model: { ...V3, broken: { model_name: "sora" }, path: "model_name", serviceNames: "model" },
  "model-retired": { ...V3, broken: { model_name: "kling-v1" }, path: "model_name", serviceNames: "model" },
  "one-of": { ...SOUND, broken: { video_url: undefined }, path: "video_id", serviceNames: "video_id" },
  "exclusive-fields": {
    ...IMAGES,
    broken: { negative_prompt: "a dog" },
    path: "negative_prompt",
  },
  "dependent-field": {
    ...IMAGES,
    broken: { image: undefined },
    path: "image_reference",
    serviceNames: "image is required",
  },
  "voice-id": { ...SPEECH, broken: { voice_language: "zh" }, path: "voice_id", serviceNames: "Voice id" },
  "audio-url": { ...VOICE, broken: { voice_url: "voice.mp3" }, path: "voice_url" },
  "audio-value": {
    ...AVATAR,
    broken: { sound_file: "data:audio/mpeg;base64,SUQzBAAAAAAAAAAA" },
    path: "sound_file",
    serviceNames: "base64",
  },
  "audio-content": { ...AVATAR, broken: { sound_file: GIF }, path: "sound_file", isClientOnly: true },
  "sound-range": {
    reason: "the emulator asks for a session of another call first; operations.test.ts in spec covers it",
  },
  "effect-scene": { ...EFFECT, broken: { effect_scene: "pet_lion" }, path: "effect_scene" },
  "unsupported-field": {
    reason: "compile finds it in a neutral request before there is a body; compile.test.ts in spec covers it",
  },
  "input-video-length": {
    reason: "the length is no field of a body; compile.test.ts in spec covers it",
  },

  "prompt-required": {
    ...OMNI,
    broken: { contents: refer(1) },
    path: "contents",
    serviceNames: "content item of type 'prompt'",
  },
  "prompt-length": { ...T26, broken: { prompt: "🦊".repeat(2501) }, path: "prompt" },
  placeholder: { ...OMNI_V3, broken: { prompt: "a <<<image_1>>>" }, path: "prompt" },
  "label-unique": {
    ...I30,
    broken: { contents: [prompt, first, ...element(1), ...element(1)] },
    path: "contents[3].id",
  },
  "label-nested": {
    ...I30,
    broken: {
      contents: [
        prompt,
        first,
        { type: "element", element_id: "1001", id: "fox" },
        { type: "element", element_id: "1002", id: "foxes" },
      ],
    },
    path: "contents[2].id",
  },
  "multi-shot": {
    ...V3,
    broken: { model_name: "kling-v2-6", multi_shot: true, shot_type: "intelligence" },
    path: "multi_shot",
  },
  "shot-type": { ...SHOTS, broken: { shot_type: undefined, prompt: "A fox" }, path: "shot_type" },
  shots: { ...SHOTS, broken: { multi_prompt: [] }, path: "multi_prompt" },
  "shot-index": { ...T30, broken: { prompt: "shot 7, 5, a fox;" }, path: "prompt" },
  "shot-duration": { ...SHOTS, broken: { multi_prompt: shots(0, 5) }, path: "multi_prompt[0]" },
  "shot-length": {
    ...SHOTS,
    broken: { multi_prompt: [{ index: 1, prompt: "🦊".repeat(513), duration: "5" }] },
    path: "multi_prompt[0]",
  },
  "shots-total": { ...SHOTS, broken: { multi_prompt: shots(2, 2) }, path: "multi_prompt" },

  duration: { ...T26, broken: { settings: { duration: 7 } }, path: "settings.duration" },
  resolution: { ...V3, broken: { model_name: "kling-v2-6", mode: "4k" }, path: "mode" },
  audio: {
    ...T30,
    broken: { settings: { audio: "original" } },
    path: "settings.audio",
    serviceNames: "audio mode",
  },
  "audio-condition": { ...T26, broken: { settings: { audio: "native" } }, path: "settings.audio" },
  "audio-original": { ...OMNI, broken: { settings: { audio: "original" } }, path: "settings.audio" },
  "audio-with-video": {
    ...OMNI,
    broken: { contents: [prompt, base], settings: { audio: "native" } },
    path: "settings.audio",
    serviceNames: "audio mode",
  },
  "callback-url": {
    ...T30,
    broken: { options: { callback_url: "example.com" } },
    path: "options.callback_url",
  },
  "external-id": {
    ...T30,
    broken: { options: { external_task_id: "a,b" } },
    path: "options.external_task_id",
    isClientOnly: true,
  },

  "first-frame-required": { ...I30, broken: { contents: [prompt] }, path: "contents" },
  "last-frame": {
    operation: "v1/image2video",
    valid: { model_name: "kling-v2-master", image: IMAGE_URL },
    broken: { image_tail: IMAGE_URL },
    path: "image_tail",
    serviceNames: "Image tail",
  },
  "last-frame-condition": {
    operation: "v1/image2video",
    valid: { model_name: "kling-v2-5-turbo", image: IMAGE_URL },
    broken: { image_tail: IMAGE_URL },
    path: "image_tail",
  },
  "last-frame-alone": { ...I30, broken: { contents: [prompt, last] }, path: "contents[1].url" },
  "image-value": {
    ...I30,
    broken: { contents: [{ type: "first_frame", url: "data:image/png;base64,iVBORw0KGgoAAAAN" }] },
    path: "contents[0].url",
    serviceNames: "base64",
  },
  "image-content": {
    ...I30,
    broken: { contents: [{ type: "first_frame", url: GIF }] },
    path: "contents[0].url",
    isClientOnly: true,
  },
  "unreachable-address": {
    reason: "an emulator reaches addresses of its own machine; media.test.ts in spec covers it",
  },
  "video-url": {
    ...OMNI,
    broken: { contents: [prompt, { type: "feature_video", url: "fox.mp4" }] },
    path: "contents[1].url",
    serviceNames: "Video URL",
  },
  "image-required": {
    ...MOTION,
    broken: { contents: [{ type: "video", url: VIDEO_URL }] },
    path: "contents",
  },
  "video-required": {
    ...MOTION,
    broken: { contents: [{ type: "image", url: IMAGE_URL }] },
    path: "contents",
  },
  "element-id": {
    ...I30,
    broken: { contents: [first, { type: "element", element_id: "fox", id: "fox" }] },
    path: "contents[1].element_id",
    serviceNames: "element id: fox",
  },
  "video-count": { ...OMNI, broken: { contents: [prompt, feature, base] }, path: "contents" },
  "video-use": { reason: "every model that takes a video takes both uses; the rule is for rows to come" },
  "frame-with-base-video": { ...OMNI, broken: { contents: [prompt, base, first] }, path: "contents[2].url" },
  "last-frame-with-feature-video": {
    ...O1,
    broken: { contents: [prompt, feature, first, last] },
    path: "contents[3].url",
  },
  "multi-shot-with-base-video": {
    ...OMNI,
    broken: { contents: [prompt, base], settings: { multi_shot: true } },
    path: "settings.multi_shot",
  },
  "multi-shot-with-feature-video": {
    ...OMNI,
    broken: { contents: [prompt, feature], settings: { multi_shot: false } },
    path: "settings.multi_shot",
  },
  "shot-type-with-feature-video": {
    ...OMNI_V3,
    broken: {
      video_list: [{ video_url: VIDEO_URL, refer_type: "feature" }],
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: shots(5),
    },
    path: "shot_type",
  },
  elements: { ...I30, broken: { contents: [prompt, first, ...element(4)] }, path: "contents" },
  "elements-with-frame": { ...OMNI, broken: { contents: [prompt, first, ...element(4)] }, path: "contents" },
  "elements-or-voices": {
    ...IMAGE_V3,
    broken: { element_list: [{ element_id: "1001" }], voice_list: [{ voice_id: "829" }], sound: "on" },
    path: "element_list",
    also: { rules: ["voices"], because: "no model takes both, so one of the two is refused for itself" },
  },
  voices: {
    ...I26,
    broken: {
      contents: [first, ...["a", "b", "c"].map((id) => ({ type: "voice", voice_id: "829", id }))],
    },
    path: "contents",
  },
  "voices-condition": {
    ...I26,
    broken: {
      contents: [first, { type: "voice", voice_id: "829", id: "a" }],
      settings: { resolution: "1080p" },
    },
    path: "contents",
  },
  references: { ...OMNI, broken: { contents: [prompt, ...refer(8)] }, path: "contents" },
  "references-with-video": {
    ...OMNI,
    broken: { contents: [prompt, feature, ...refer(5)] },
    path: "contents",
  },
  "references-with-frames": {
    ...O1,
    broken: { contents: [prompt, first, last, ...refer(1)] },
    path: "contents",
  },
  "video-elements": { ...O1, broken: { contents: [prompt, ...element(1, 9)] }, path: "contents" },

  "camera-control": { ...V3, broken: { camera_control: { type: "down_back" } }, path: "camera_control" },
  "camera-condition": { ...CAMERA, broken: { mode: "pro" }, path: "camera_control" },
  "camera-type": {
    operation: "v1/image2video",
    valid: { model_name: "kling-v1-5", image: IMAGE_URL, mode: "pro" },
    broken: { camera_control: { type: "down_back" } },
    path: "camera_control",
  },
  "camera-config": {
    ...CAMERA,
    broken: { camera_control: { type: "simple", config: { pan: 1, zoom: 1 } } },
    path: "camera_control",
  },
  "camera-range": {
    ...CAMERA,
    broken: { camera_control: { type: "simple", config: { pan: 11 } } },
    path: "camera_control",
  },
  "motion-brush": { ...IMAGE_V3, broken: { static_mask: IMAGE_URL }, path: "static_mask" },
  "motion-brush-condition": { ...BRUSH, broken: { duration: "10" }, path: "static_mask" },
  "motion-brush-count": {
    ...BRUSH,
    broken: { static_mask: undefined, dynamic_masks: dynamicMasks(7, 2) },
    path: "dynamic_masks",
  },
  "motion-brush-points": {
    ...BRUSH,
    broken: { static_mask: undefined, dynamic_masks: dynamicMasks(1, 1) },
    path: "dynamic_masks",
  },
  "list-length": {
    ...SUBJECTS,
    broken: { subject_image_list: Array.from({ length: 5 }, () => ({ subject_image: IMAGE_URL })) },
    path: "subject_image_list",
  },
  "expanded-area": {
    ...EXPANSION,
    broken: { up_expansion_ratio: 2, left_expansion_ratio: 0.1 },
    path: "up_expansion_ratio",
  },
  "exclusive-controls": { ...BRUSH, broken: { image_tail: IMAGE_URL }, path: "static_mask" },
};
