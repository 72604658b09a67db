import type { Capability } from "../facts/capability.ts";
import type { VideoOperation } from "../operation.ts";
import type { VideoRequest } from "../video/request.ts";

type Field = keyof VideoRequest;

const FRAMES: readonly Field[] = ["firstFrame", "lastFrame"];
const INPUTS: readonly Field[] = [...FRAMES, "references", "video", "motion", "elements", "voices"];

/** Fields that the bodies of `/v1/videos/{product}` have no place for. */
const LEGACY: Readonly<Record<Capability, readonly Field[]>> = {
  "text-to-video": INPUTS,
  "image-to-video": ["references", "video", "motion"],
  "omni-video": ["motion", "voices"],
  "motion-control": [...FRAMES, "references", "video", "voices"],
};

/** Controls that only the legacy family has. */
const CLASSIC: readonly Field[] = ["negativePrompt", "cfgScale", "camera", "staticMask", "dynamicMasks"];

/** An empty list asks for nothing. */
const isUsed = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Fields of a request that this operation cannot carry. */
export function unsupportedFields(request: VideoRequest, operation: VideoOperation): readonly Field[] {
  const { family, capability } = operation;
  const standard = capability === "text-to-video" ? [...CLASSIC, ...INPUTS] : CLASSIC;
  const missing = family === "legacy" ? LEGACY[capability] : standard;
  return missing.filter((field) => isUsed(request[field]));
}
