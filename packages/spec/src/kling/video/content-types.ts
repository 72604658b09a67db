import type { CapabilityRow } from "../facts/capability.ts";

/** Content types that an endpoint uses, from its row. */
export function contentTypesOf(row: CapabilityRow): readonly string[] {
  if (row.hasMotion) return ["prompt", "image", "video", ...(row.maxElements > 0 ? ["element"] : [])];
  return [
    "prompt",
    ...(row.firstFrame === "none" ? [] : ["first_frame"]),
    ...(row.lastFrameWhen ? ["last_frame"] : []),
    ...(row.maxReferenceImages > 0 ? ["refer_image"] : []),
    ...row.videoUses.map((use) => `${use}_video`),
    ...(row.maxElements > 0 ? ["element"] : []),
    ...(row.maxVoices > 0 ? ["voice"] : []),
  ];
}
