export type { CheckResult, Issue, Warning } from "./issue.ts";
export { type CheckOptions, type CreateCheck, checkCreate, INVALID_PARAMETER } from "./kling/check/check.ts";
export { findControl, findControlInPrompt } from "./kling/check/control-characters.ts";
export { EXTERNAL_ID_MAX_LENGTH, externalIdMistake } from "./kling/check/external-id.ts";
export type { Fault, FaultScope, ServiceMessage } from "./kling/check/fault.ts";
export { serviceMessage } from "./kling/check/service-message.ts";
export {
  ERROR_TABLE,
  ERROR_TABLE_SOURCE,
  type ErrorClass,
  type ErrorRow,
  findErrorRow,
  type MayHaveCharged,
  mayHaveChargedByStatus,
} from "./kling/facts/errors.ts";
export { SERVICE_MESSAGES, TASK_FAILURE_MESSAGES } from "./kling/facts/messages.ts";
export { sourceOfModel } from "./kling/facts/model-source.ts";
export { findModel, MODELS, type Model, namesOfModel, RETIREMENT_DAY } from "./kling/facts/models.ts";
export {
  ceilingOf,
  type Estimate,
  estimateFacts,
  PRICE_CARD,
  type Price,
  type PriceCase,
  roundUnits,
  UNREADABLE_ESTIMATE,
  USD_PER_VIDEO_UNIT,
} from "./kling/facts/prices.ts";
export {
  type CredentialKind,
  canonicalStatus,
  type Family,
  type FamilyId,
  KLING_FAMILIES,
  type KnownTaskStatus,
  type TaskStatus,
  TERMINAL_STATUSES,
} from "./kling/families/families.ts";
export { isKnownPath, type Match, matchOperation } from "./kling/families/match.ts";
export {
  dropAbsent,
  isJsonObject,
  type JsonObject,
  normalizeLegacyBody,
  normalizeStandardBody,
} from "./kling/families/normalize.ts";
export {
  ACCOUNT_COSTS_MAX_PER_SECOND,
  API_KEY_PREFIX,
  DEFAULT_CONCURRENCY,
  JWT_LIFETIME_SECONDS,
  JWT_NOT_BEFORE_SECONDS,
  KLING_BASE_URLS,
  KLING_KEY_PAGE,
  KLING_OLD_BASE_URL,
  LEGACY_PAGE_NUMBER,
  LEGACY_PAGE_SIZE,
  OBSERVED_GENERATIONS,
  PATH_ALIASES,
  PIXEL_CHECK_MS,
  RETENTION_DAYS,
  RETIRED_PATHS,
  type Region,
  SUCCESS_CODE,
  SUCCESS_MESSAGE,
  TASKS_GET_MAX_IDS,
  TASKS_LIST_LIMIT,
  VISIBILITY_DELAY_SECONDS,
} from "./kling/families/service.ts";
export {
  type AccountCosts,
  accountCosts,
  billingEntry,
  type Envelope,
  envelope,
  type LegacyTask,
  legacyTask,
  legacyTaskList,
  type ResourcePack,
  resourcePack,
  type StandardTask,
  type StandardTaskPage,
  standardTask,
  standardTaskList,
  standardTaskPage,
  taskOutput,
} from "./kling/families/task-data.ts";
export { type ByteView, viewBase64, viewBytes } from "./kling/media/byte-view.ts";
export { findScan, type ImageSize, readImageSize } from "./kling/media/image-size.ts";
export {
  brokenFault,
  describeBytes,
  findMediaFault,
  findSizeFault,
  formatFault,
  type LookedAt,
  lookAtImage,
  type MediaFacts,
  type MediaFault,
  type MediaFaultKind,
} from "./kling/media/media-fault.ts";
export { detectFormat, type MediaFormat, mediaExtension } from "./kling/media/media-format.ts";
export { MEDIA_RULES, type MediaRule, type MediaRuleName } from "./kling/media/media-rules.ts";
export { isPublicAddress, isPublicHostname } from "./kling/media/public-address.ts";
export { accountCostsGet } from "./kling/operations/account/costs-get.ts";
export { imageToVideo25Turbo } from "./kling/operations/image-to-video/kling-2-5-turbo-create.ts";
export { imageToVideo26 } from "./kling/operations/image-to-video/kling-2-6-create.ts";
export { imageToVideo30 } from "./kling/operations/image-to-video/kling-3-0-create.ts";
export { imageToVideo30Turbo } from "./kling/operations/image-to-video/kling-3-0-turbo-create.ts";
export {
  findCreate,
  findOperation,
  LEGACY_CREATES,
  OPERATIONS,
  READS,
  STANDARD_CREATES,
} from "./kling/operations/index.ts";
export { motionControl26 } from "./kling/operations/motion-control/kling-2-6-create.ts";
export { motionControl30 } from "./kling/operations/motion-control/kling-3-0-create.ts";
export { omniVideo30 } from "./kling/operations/omni-video/kling-3-0-omni-create.ts";
export { omniVideoO1 } from "./kling/operations/omni-video/kling-o1-create.ts";
export { tasksQuery } from "./kling/operations/tasks/tasks-query.ts";
export { tasksScan } from "./kling/operations/tasks/tasks-scan.ts";
export { textToVideo25Turbo } from "./kling/operations/text-to-video/kling-2-5-turbo-create.ts";
export { textToVideo26 } from "./kling/operations/text-to-video/kling-2-6-create.ts";
export { textToVideo30 } from "./kling/operations/text-to-video/kling-3-0-create.ts";
export { textToVideo30Turbo } from "./kling/operations/text-to-video/kling-3-0-turbo-create.ts";
export { image2videoCreate } from "./kling/operations/v1/image2video/task-create.ts";
export { image2videoGet } from "./kling/operations/v1/image2video/task-get.ts";
export { image2videoList } from "./kling/operations/v1/image2video/task-list.ts";
export { motionControlCreate } from "./kling/operations/v1/motion-control/task-create.ts";
export { motionControlGet } from "./kling/operations/v1/motion-control/task-get.ts";
export { motionControlList } from "./kling/operations/v1/motion-control/task-list.ts";
export { omniVideoCreate } from "./kling/operations/v1/omni-video/task-create.ts";
export { omniVideoGet } from "./kling/operations/v1/omni-video/task-get.ts";
export { omniVideoList } from "./kling/operations/v1/omni-video/task-list.ts";
export { text2videoCreate } from "./kling/operations/v1/text2video/task-create.ts";
export { text2videoGet } from "./kling/operations/v1/text2video/task-get.ts";
export { text2videoList } from "./kling/operations/v1/text2video/task-list.ts";
export { type Evidence, evidenceOf } from "./kling/routes/route-evidence.ts";
export {
  findRoute,
  ROUTES,
  type Route,
  type RouteQuery,
  type RouteState,
  selectRoutes,
} from "./kling/routes/routes.ts";
export {
  ASPECT_RATIOS,
  type AspectRatio,
  type AudioMode,
  type Capability,
  type CapabilityRow,
  type Condition,
  describeCondition,
  describeDurations,
  RESOLUTIONS,
  type ReferenceLimits,
  type Resolution,
  type VideoUse,
} from "./kling/video/capability.ts";
export { CAMERA_AXES, CAMERA_AXIS_LIMIT, MOTION_BRUSH_LIMITS } from "./kling/video/classic-limits.ts";
export { type Compiled, type CompileOptions, compile } from "./kling/video/compile/compile.ts";
export { contentTypesOf, GLOBAL_AUDIO_MODES, GLOBAL_CONTENT_TYPES } from "./kling/video/content-types.ts";
export type {
  CameraFact,
  CreateFacts,
  FactName,
  FactPaths,
  ItemFact,
  ShotFact,
} from "./kling/video/facts.ts";
export { inputVideoLimits, inputVideoRule, type LengthLimits } from "./kling/video/input-video.ts";
export { judgeRequest } from "./kling/video/judge-request.ts";
export { knownFields } from "./kling/video/known-fields.ts";
export type { LegacyProduct } from "./kling/video/legacy-create.ts";
export { LEGACY_MODES, legacyMode } from "./kling/video/legacy-mode.ts";
export { meantField, meantValue } from "./kling/video/meant.ts";
export {
  countCharacters,
  findLegacyTokens,
  formatPromptShots,
  type LegacyReferenceKind,
  type LegacyToken,
  legacyToken,
  type PromptShot,
  parsePromptShots,
  SHOT_LIMITS,
} from "./kling/video/prompt.ts";
export { capabilityOf, type ImageValue, nameItems, type VideoRequest } from "./kling/video/request.ts";
export { type RequestTexts, requestFields } from "./kling/video/request-schema.ts";
export type { ElementKind } from "./kling/video/rules/rule.ts";
export { LIMIT_RULES, RULES, type RuleId, WARNINGS, type WarningId } from "./kling/video/rules/rule-ids.ts";
export type { CreateOperation, Operation, ReadOperation } from "./operation.ts";
export { fillPath } from "./path.ts";
export type { Confidence, Source } from "./source.ts";
export { suggest } from "./suggest.ts";
