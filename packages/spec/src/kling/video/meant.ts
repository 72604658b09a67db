import { suggest } from "../../suggest.ts";
import { FIELD_BY_WIRE } from "./request-names.ts";

/**
 * What people write who know the wire or another tool, where the words are too far apart to be seen as a typo. Several fields:
 * the first that exists where it was written.
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(FIELD_BY_WIRE).map(([wire, field]) => [wire, [field]])),
  image_url: ["firstFrame", "image"],
  video_url: ["video", "videoUrl", "url"],
  url: ["image"],
  src: ["image", "url"],
  input_image: ["firstFrame"],
  start_frame: ["firstFrame"],
  end_frame: ["lastFrame"],
  element_id: ["elementId"],
  voice_id: ["voiceId"],
  id: ["elementId", "voiceId", "name"],
  label: ["name"],
  refer_type: ["use"],
  type: ["use"],
  keep_original_sound: ["keepsSound", "audio"],
  character_orientation: ["orientation"],
  trajectories: ["points"],
  text: ["prompt"],
  seconds: ["durationSeconds"],
  length: ["durationSeconds"],
  ratio: ["aspectRatio"],
  quality: ["resolution"],
  generate_audio: ["audio"],
  watermark: ["hasWatermark"],
  callback: ["callbackUrl"],
  webhook: ["callbackUrl"],
  model_name: ["model"],
};

/** Words for a value whose meaning is plain, by what was written. */
const OTHER_VALUES: Readonly<Record<string, string>> = {
  true: "native",
  on: "native",
  yes: "native",
  false: "off",
  no: "off",
  std: "720p",
  pro: "1080p",
};

/** The known field that a key most likely means: by a wire name, another tool's name, or a typo. */
export function meantField(key: string, known: readonly string[]): string | undefined {
  const others = Object.hasOwn(OTHER_NAMES, key) ? (OTHER_NAMES[key] ?? []) : [];
  return others.find((name) => known.includes(name)) ?? suggest(key, known);
}

/** The allowed word that a value most likely means. */
export function meantValue(value: unknown, allowed: readonly string[]): string | undefined {
  const written = String(value);
  const other = OTHER_VALUES[written.toLowerCase()];
  if (other !== undefined && allowed.includes(other)) return other;
  return suggest(written, allowed);
}
