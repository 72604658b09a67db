// Facts without schemas. Loading the whole of spec builds every schema; a command line that only prints help,
// or reads a few numbers, starts faster without them. Everything here is in the main entry point, too.
export { ASPECT_RATIOS, type AspectRatio, type Capability, type Resolution } from "./kling/capability.ts";
export { CAMERA_AXES } from "./kling/classic-limits.ts";
export { findControl, findControlInPrompt } from "./kling/control-characters.ts";
export type { CameraFact } from "./kling/facts.ts";
export { KLING_FAMILIES, type TaskStatus } from "./kling/families.ts";
export { LEGACY_MODES } from "./kling/legacy-mode.ts";
export { MODELS } from "./kling/models.ts";
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
} from "./kling/service.ts";
