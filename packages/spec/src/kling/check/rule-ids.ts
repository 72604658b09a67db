/**
 * Every rule that can refuse a create, with what it demands. Ids are stable: clients, tests and pages name them.
 * The compiler refuses a finding whose id is not listed here.
 */
export const RULES = {
  // Shape: found by the schema.
  type: "a field has the type of the documentation",
  required: "a required field is there and not blank",
  enum: "a word is one of the listed ones",
  range: "a number or text is inside its range",
  "unknown-field": "no field that the service would silently ignore (clients only)",
  "content-type": "a content item has a type of this endpoint",
  "content-once": "prompt, frames and motion inputs stand in a request once",
  "content-count": "a request has as many items of a type as the endpoint takes",
  "content-needed": "items that need others have them",
  model: "the endpoint knows the model",
  "model-retired": "the model has not been retired",
  "unsupported-field": "a neutral request asks for nothing that the route has no field for (compile only)",
  "one-of": "one of two fields is there",
  "exclusive-fields": "fields that exclude each other are not both there",
  "dependent-field": "a field has the field beside it that it needs",
  "list-length": "a list has as many entries as the operation takes",
  "voice-id": "the voice is in the catalogue and speaks the language",
  "sound-range": "the part of an audio file that is used lasts at least 2 seconds",
  "effect-scene": "the service has not withdrawn the scene",
  // Prompt and shots.
  "prompt-required": "there is a prompt where nothing else says what to make",
  "prompt-length": "prompts stay inside the model's limit of characters",
  placeholder: "a `<<<kind_n>>>` token or another name of an input has a counterpart",
  "label-unique": "ids of content items are unique",
  "label-nested": "no id of a content item is part of another",
  "multi-shot": "the model makes several shots",
  "shot-type": "multi_shot goes with a shot_type",
  shots: "there are 1 to 6 shots",
  "shot-index": "shots are numbered 1 to 6",
  "shot-duration": "a shot lasts at least a second",
  "shot-length": "a shot's prompt has at most 512 characters",
  "shots-total": "the shots together are as long as the video",
  // Settings.
  duration: "the model makes this length",
  resolution: "the model makes this resolution",
  audio: "the model takes this audio mode",
  "audio-condition": "native audio at a resolution that has it",
  "audio-original": "original audio needs an input video",
  "audio-with-video": "the audio mode goes with the input video",
  "callback-url": "the callback is an http(s) URL",
  "external-id": "an external task id can be looked up later (clients only)",
  // Inputs.
  "first-frame-required": "image to video has a frame",
  "last-frame": "the model takes a last frame",
  "last-frame-condition": "a last frame at a resolution, length and audio that allow it",
  "last-frame-alone": "a last frame has a first frame beside it",
  "image-value": "an image is a URL or bare base64",
  "video-url": "a video is a URL",
  "audio-url": "an audio file is a URL",
  "audio-value": "an audio file is a URL or bare base64",
  "audio-content": "an audio file in base64 has a format and size that the operation takes (clients only)",
  "image-content":
    "an image in base64 has a format, size, sides and ratio that the model takes (clients only)",
  "unreachable-address": "an input or callback address is one that the service can reach (clients only)",
  "image-required": "motion control has an image",
  "input-video-length":
    "the length that is given for an input video is one that the service takes (compile only)",
  "video-required": "motion control has a video",
  "element-id": "element ids are decimal",
  "video-count": "at most one input video",
  "video-use": "the model takes this use of a video",
  "frame-with-base-video": "an edited video has no frames",
  "last-frame-with-feature-video": "O1: no last frame beside a feature video",
  "multi-shot-with-base-video": "an edited video has one shot",
  "multi-shot-with-feature-video": "multi_shot is not switched off beside a feature video",
  "shot-type-with-feature-video": "beside a feature video, shots are split by the service",
  elements: "the model takes this many elements",
  "elements-with-frame": "at most 3 elements beside a frame",
  "elements-or-voices": "elements and voices exclude each other",
  voices: "the model takes this many voices",
  "voices-condition": "voices at a resolution and audio that allow them",
  references: "reference images and elements stay inside the count matrix",
  "references-with-video": "… beside an input video",
  "references-with-frames": "O1: no references beside both frames",
  "video-elements": "video-character elements stay inside the count matrix",
  // Controls of the 1.x models.
  "camera-control": "the model takes camera control",
  "camera-condition": "camera control at a resolution and length that allow it",
  "camera-type": "the model takes this camera movement",
  "camera-config": "config goes with simple, and moves exactly one axis",
  "camera-range": "an axis is between -10 and 10",
  "motion-brush": "the model takes masks",
  "motion-brush-condition": "masks at a resolution and length that allow them",
  "motion-brush-count": "at most 6 masks",
  "motion-brush-points": "a trajectory has 2 to 77 points",
  "exclusive-controls": "last frame, masks and camera control exclude each other",
  // Images.
  "expanded-area": "an expanded image stays inside the area that the service makes",
} as const satisfies Readonly<Record<string, string>>;

export type RuleId = keyof typeof RULES;

/**
 * Rules about how long or how many. Where one of them refuses a request, the caller decides what to leave out:
 * another model, with another price, is not what was meant.
 */
export const LIMIT_RULES: readonly string[] = [
  "prompt-length",
  "shots",
  "shot-duration",
  "shot-length",
  "shots-total",
  "duration",
  "range",
  "list-length",
  "expanded-area",
  "elements-with-frame",
  "references",
  "references-with-video",
  "video-elements",
] satisfies readonly RuleId[];

/** Every remark about a request that is accepted but probably not meant. */
export const WARNINGS = {
  "aspect-ratio-default": "no ratio given where the documentation asks for one; 16:9 is assumed",
  "aspect-ratio-ignored": "the input decides the ratio",
  "cfg-scale-ignored": "the model ignores cfg_scale",
  "count-ignored": "the service ignores a count that belongs to another kind of result",
  "duration-unusual": "the field's list allows this length, the capability map does not",
  "effect-unknown": "the catalogue of scenes does not have it, and may be behind the service",
  "format-by-name": "the name of a file in a URL says a format that the service does not take",
  "label-unused": "the prompt never names an item that has an id",
  "multi-shot-off": "shots are given, but multi_shot is off: the service ignores them",
  "orientation-follows-video": "with an element the orientation follows the video",
  "placeholder-inside-word": "an item's name stands inside a longer word of the prompt",
  "placeholder-style": "the prompt names an item in a way that another family or tool has",
  "placeholder-translated": "the prompt names an input as another tool does; it is sent as the family does",
  "placeholder-unknown": "the prompt names an item that the request does not have",
  "private-address": "only a service on this machine or network, such as an emulator, reaches the address",
  "prompt-altered": "the family's syntax has no place for a character of a shot",
  "prompt-ignored": "the shots replace the prompt",
  "retirement-announced": "the service announced the end of the operation",
  "route-unverified": "no recorded request verifies the route",
  "avatar-unknown": "the catalogue of avatars does not have it, and may be behind the service",
  "voice-unknown": "the catalogue of voices does not have it, and may be behind the service",
  "shot-script": "the prompt is written as shots, but makes one shot",
} as const satisfies Readonly<Record<string, string>>;

export type WarningId = keyof typeof WARNINGS;
