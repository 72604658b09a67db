// Facts without schemas. Loading the whole of spec builds every schema; a command line that only prints help,
// or reads a few numbers, starts faster without them. Everything here is in the main entry point, too.

export { findControl, findControlInPrompt } from "./kling/check/control-characters.ts";
export {
  ASPECT_RATIOS,
  type AspectRatio,
  type Capability,
  ORIENTATIONS,
  RESOLUTIONS,
  type Resolution,
} from "./kling/facts/capability.ts";
export { MODELS } from "./kling/facts/models.ts";
export { KLING_FAMILIES } from "./kling/families/families.ts";
export {
  API_KEY_PREFIX,
  JWT_NOT_BEFORE_SECONDS,
  KLING_BASE_URLS,
  KLING_KEY_PAGE,
  LEGACY_PAGE_NUMBER,
  LEGACY_PAGE_SIZE,
  type Region,
  TASKS_GET_MAX_IDS,
  VISIBILITY_DELAY_SECONDS,
} from "./kling/families/service.ts";
export { CREATES_WITHOUT_EXTERNAL_ID } from "./kling/operations/without-external-id.gen.ts";
export { CAMERA_AXES } from "./kling/video/classic-limits.ts";
export type { CameraFact } from "./kling/video/facts.ts";
export { LEGACY_MODES } from "./kling/video/legacy-mode.ts";
export { REQUEST_FIELD_TEXTS, type RequestFieldText } from "./kling/video/request-texts.ts";
export { notSupported } from "./not-supported.ts";
export type { TaskStatus } from "./operation/task-status.ts";
export { requireObject, requireText } from "./require-arguments.ts";
export { TASK_EVENT_TYPES, TASK_EVENTS, type TaskEventType } from "./task-events.ts";
