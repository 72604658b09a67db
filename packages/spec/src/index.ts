export { HOST_RULE, hostsOfList, originsOfHost } from "./allowed-hosts.ts";
export type { CheckResult, Issue, Warning } from "./issue.ts";
export { isJsonObject, type JsonObject } from "./json-object.ts";
export {
  type Appraisal,
  appraise,
  type CheckOptions,
  type CreateCheck,
  checkCreate,
  INVALID_PARAMETER,
} from "./kling/check/check.ts";
export { findControl, findControlInPrompt } from "./kling/check/control-characters.ts";
export { countCharacters } from "./kling/check/count-characters.ts";
export { EXTERNAL_ID_MAX_LENGTH, externalIdMistake } from "./kling/check/external-id.ts";
export type { Fault, FaultScope, ServiceMessage } from "./kling/check/fault.ts";
export type { ElementKind } from "./kling/check/rule.ts";
export { LIMIT_RULES, RULES, type RuleId, WARNINGS, type WarningId } from "./kling/check/rule-ids.ts";
export { type Compiled, type CompileOptions, compile } from "./kling/compile/compile.ts";
export { findWiderRoute, isBeyondLimit } from "./kling/compile/find-wider-route.ts";
export { decodeMask, encodeMask, type Mask, type RleMask } from "./kling/editing/rle-mask.ts";
export {
  ASPECT_RATIOS,
  type AspectRatio,
  type AudioMode,
  type Capability,
  type CapabilityRow,
  type Condition,
  describeCondition,
  describeDurations,
  ORIENTATIONS,
  RESOLUTIONS,
  type ReferenceLimits,
  type Resolution,
  type VideoUse,
} from "./kling/facts/capability.ts";
export { GLOBAL_AUDIO_MODES, GLOBAL_CONTENT_TYPES } from "./kling/facts/content-types.ts";
export { DOCUMENTED_PATHS, type DocumentedPath, findDocumentedPath } from "./kling/facts/documented-paths.ts";
export { EDIT_LIMITS, type EditMode } from "./kling/facts/editing.ts";
export {
  EFFECT_SCENES,
  type EffectScene,
  findEffectScene,
  findWithdrawnScene,
  WITHDRAWN_SCENES,
  type WithdrawnScene,
} from "./kling/facts/effects/effect-scenes.ts";
export {
  ERROR_TABLE,
  ERROR_TABLE_SOURCE,
  type ErrorRow,
  findErrorRow,
} from "./kling/facts/errors.ts";
export { IMAGE_SEGMENTS } from "./kling/facts/image-segments.ts";
export { FACE_SESSION_HOURS, LEAST_SPEECH_MS } from "./kling/facts/lip-sync.ts";
export { SERVICE_MESSAGES, TASK_FAILURE_MESSAGES } from "./kling/facts/messages.ts";
export {
  findModel,
  MODELS,
  type Model,
  type ModelName,
  namesOfModel,
  RETIREMENT_DAY,
} from "./kling/facts/models.ts";
export { findPack, packOfPool, poolOf } from "./kling/facts/pools.ts";
export { findSpeechVoice, SPEECH_VOICES, type SpeechVoice } from "./kling/facts/speech-voices.ts";
export { type PackUnit, PRICE_CARD, UNREADABLE_ESTIMATE, USD_PER_UNIT } from "./kling/facts/units.ts";
export {
  type AccountCosts,
  accountCosts,
  type ResourcePack,
  resourcePack,
} from "./kling/families/account-costs.ts";
export {
  type CredentialKind,
  canonicalStatus,
  type Family,
  type FamilyId,
  KLING_FAMILIES,
  type KnownTaskStatus,
} from "./kling/families/families.ts";
export {
  type CashDeduction,
  cashDeduction,
  cashLedgerPage,
  LEDGER_LIMIT,
  UNIT_LEDGER_PRODUCTS,
  type UnitDeduction,
  unitDeduction,
  unitLedgerPage,
} from "./kling/families/ledger.ts";
export {
  dropAbsent,
  normalizeLegacyBody,
  normalizeStandardBody,
} from "./kling/families/normalize.ts";
export { responseSchemaOf } from "./kling/families/response-schema.ts";
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
  SOLUTIONS_GET_MAX_IDS,
  SOLUTIONS_LIST_LIMIT,
  SUCCESS_CODE,
  SUCCESS_MESSAGE,
  TASKS_GET_MAX_IDS,
  TASKS_LIST_LIMIT,
  TEST_CALLBACK_PAUSE_SECONDS,
  VISIBILITY_DELAY_SECONDS,
  WEBHOOK_SECRET_OVERLAP_DAYS,
} from "./kling/families/service.ts";
export {
  billingEntry,
  type Envelope,
  envelope,
  type LegacyTask,
  legacyTask,
  legacyTaskList,
  type StandardTask,
  type StandardTaskPage,
  standardTask,
  standardTaskList,
  standardTaskPage,
  taskOutput,
} from "./kling/families/task-data.ts";
export { type ElementFacts, readOldElementFacts } from "./kling/library/element-facts.ts";
export { ELEMENT_TAGS } from "./kling/library/element-fields.ts";
export { type ByteView, viewBase64, viewBytes } from "./kling/media/byte-view.ts";
export {
  computeExpansion,
  EXPANSION_LIMITS,
  type Expansion,
  type ExpansionTarget,
  expandedSides,
} from "./kling/media/expansion.ts";
export { findScan, type ImageSize, readImageSize } from "./kling/media/image-size.ts";
export {
  brokenFault,
  describeBytes,
  findMediaFault,
  findSizeFault,
  formatFault,
  type LookedAt,
  lookAtImage,
  lookAtSound,
  type MediaFacts,
  type MediaFault,
  type MediaFaultKind,
} from "./kling/media/media-fault.ts";
export { detectFormat, type MediaFormat, mediaExtension } from "./kling/media/media-format.ts";
export type { MediaRule } from "./kling/media/media-rule.ts";
export { MEDIA_RULES, type MediaRuleName } from "./kling/media/media-rules.ts";
export {
  type BodyOperation,
  type CreateOperation,
  isCreate,
  isVideoOperation,
  isWrite,
  type Operation,
  type ReadOperation,
  type VideoOperation,
  type WriteOperation,
} from "./kling/operation.ts";
// biome-ignore lint/performance/noReExportAll: the file is generated from the registry and holds nothing but names of operations.
export * from "./kling/operations/exports.gen.ts";
export {
  CREATES,
  findCreate,
  findOperation,
  findVideoCreate,
  OPERATIONS,
  READS,
  VIDEO_CREATES,
  WRITES,
} from "./kling/operations/index.ts";
export { inputSchemaOf } from "./kling/operations/input-schema.ts";
export { tasksScanInput } from "./kling/operations/tasks/tasks-scan.ts";
export { EXTENDABLE_MODELS, VIDEO_EXTEND_UNITS } from "./kling/operations/video/video-extend.ts";
export type { Product, TaskProduct } from "./kling/product/legacy-product.ts";
export { legacyGet, legacyList } from "./kling/product/legacy-reads.ts";
export { productOf } from "./kling/product/product-of.ts";
export { isKnownPath, type Match, matchOperation } from "./kling/routes/match.ts";
export { sourceOfModel } from "./kling/routes/model-source.ts";
export { type Evidence, evidenceOf } from "./kling/routes/route-evidence.ts";
export {
  findRoute,
  ROUTES,
  type Route,
  type RouteQuery,
  selectRoutes,
} from "./kling/routes/routes.ts";
export { serviceMessage } from "./kling/service-message.ts";
export { CAMERA_AXES, CAMERA_AXIS_LIMIT, MOTION_BRUSH_LIMITS } from "./kling/video/classic-limits.ts";
export { contentTypesOf } from "./kling/video/content-types.ts";
export type {
  CameraFact,
  FactName,
  FactPaths,
  ShotFact,
  VideoFacts,
} from "./kling/video/facts.ts";
export { inputVideoLimits, inputVideoRule, type LengthLimits } from "./kling/video/input-video.ts";
export { judgeRequest } from "./kling/video/judge-request.ts";
export { knownFields } from "./kling/video/known-fields.ts";
export { LEGACY_MODES, legacyMode } from "./kling/video/legacy-mode.ts";
export { meantField, meantValue } from "./kling/video/meant.ts";
export {
  findLegacyTokens,
  formatPromptShots,
  type LegacyReferenceKind,
  type LegacyToken,
  legacyToken,
  type PromptShot,
  parsePromptShots,
  SHOT_LIMITS,
} from "./kling/video/prompt.ts";
export {
  capabilitiesOf,
  capabilityOf,
  type ImageValue,
  nameItems,
  type VideoRequest,
} from "./kling/video/request.ts";
export { FIELD_BY_WIRE } from "./kling/video/request-names.ts";
export { type RequestTexts, requestFields } from "./kling/video/request-schema.ts";
export { REQUEST_FIELD_TEXTS, type RequestFieldText } from "./kling/video/request-texts.ts";
export { notSupported, orList } from "./not-supported.ts";
export { amountText, unitName } from "./operation/amount-text.ts";
export { valueAt, withValueAt } from "./operation/body-path.ts";
export { type MediaField, mapMedia, mediaFieldsOf } from "./operation/media-fields.ts";
export type {
  Action,
  Answer,
  Effect,
  ItemFact,
  ModelRow,
  OperationBase,
  RequestFacts,
} from "./operation/operation.ts";
export type {
  AudioFormat,
  Outcome,
  ResultFormat,
  ResultKind,
  ResultOutcome,
  SubtitleFormat,
} from "./operation/outcome.ts";
export { ceilingOf, type Estimate, type Price, roundUnits, type Unit } from "./operation/price.ts";
export { type ErrorClass, type MayHaveCharged, mayHaveChargedByStatus } from "./operation/refusal.ts";
export { ROUTE_STATE_WORDS, type RouteState } from "./operation/route-state.ts";
export { type TaskStatus, TERMINAL_STATUSES } from "./operation/task-status.ts";
export { usdNumber } from "./operation/usd-number.ts";
export { fillPath } from "./path.ts";
export { isPublicAddress, isPublicHostname, isUnencrypted } from "./public-address.ts";
export { type JsonSchemaNode, type JsonSchemaType, jsonSchemaOf } from "./schema/json-schema.ts";
export { findSchemaIssues, type Schema, type SchemaDef, type SchemaIssue } from "./schema/schema.ts";
export type { Confidence, Source } from "./source.ts";
export { didYouMean, suggest } from "./suggest.ts";
export { TASK_EVENT_TYPES, TASK_EVENTS, type TaskEventType } from "./task-events.ts";
