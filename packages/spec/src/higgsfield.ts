// What the Higgsfield API is: an entry of its own, so that a client of one service carries nothing of the other.

export { checkHiggsfield, type HiggsfieldCheckOptions } from "./higgsfield/body/check-body.ts";
export { MAX_SHOTS, SHOT_MAX_SECONDS, SHOT_PROMPT_MAX_CHARACTERS } from "./higgsfield/body/fields.ts";
export { reprOf } from "./higgsfield/body/python-repr.ts";
export { CURRENT_ERA, ERAS, type Era, type EraId } from "./higgsfield/facts/eras.ts";
export {
  findHiggsfieldError,
  HIGGSFIELD_ERRORS,
  type HiggsfieldErrorRow,
  type HiggsfieldRefused,
} from "./higgsfield/facts/errors.ts";
export { HIGGSFIELD_MEDIA_RULES, type HiggsfieldMediaRuleName } from "./higgsfield/facts/media-rules.ts";
export {
  HIGGSFIELD_MESSAGES,
  INVENTED_STATUS,
  type ServiceText,
  VALIDATION_STATUS,
} from "./higgsfield/facts/messages.ts";
export {
  creditsOf,
  HIGGSFIELD_PRICE_CARD,
  HIGGSFIELD_RATES,
  HIGGSFIELD_USD_PER_CREDIT,
  type RateName,
  type RateRow,
} from "./higgsfield/facts/prices.ts";
export {
  EXAMPLE_CONCURRENCY,
  EXPIRES_AFTER_SECONDS,
  HIGGSFIELD_HEADERS,
  HIGGSFIELD_HOSTS,
  HIGGSFIELD_KEY_PAGE,
  HIGGSFIELD_POLLING_MS,
  HIGGSFIELD_RETENTION_DAYS,
  HIGGSFIELD_WEBHOOKS,
  IDEMPOTENCY_KEY,
  URL_MAX_CHARACTERS,
  WEBHOOK_PARAMETER,
} from "./higgsfield/facts/service.ts";
export {
  findHiggsfieldStatus,
  HIGGSFIELD_STATUSES,
  type HiggsfieldStatus,
  type StatusRow,
} from "./higgsfield/facts/statuses.ts";
export {
  UPLOAD_TAGGING,
  UPLOAD_TYPES,
  UPLOAD_URL_SECONDS,
  type UploadType,
} from "./higgsfield/facts/uploads.ts";
export type {
  HiggsfieldCall,
  HiggsfieldCreate,
  HiggsfieldEstimateInputs,
  HiggsfieldFamily,
  HiggsfieldOperation,
  HiggsfieldWorkflow,
} from "./higgsfield/operation.ts";
export {
  estimate,
  estimateOf,
  HIGGSFIELD_CALLS,
  modelsList,
  requestCancel,
  requestDelete,
  requestStatus,
  uploadUrl,
} from "./higgsfield/operations/control.ts";
export { ACCOUNT_POOL } from "./higgsfield/operations/create.ts";
export {
  findHiggsfieldCreate,
  findHiggsfieldOperation,
  HIGGSFIELD_CREATES,
  HIGGSFIELD_OPERATIONS,
  type HiggsfieldMatch,
  matchHiggsfield,
} from "./higgsfield/operations/index.ts";
export { motionVideoRule } from "./higgsfield/operations/motion-control.ts";
export { findHiggsfieldRoute, HIGGSFIELD_ROUTES, type HiggsfieldRoute } from "./higgsfield/routes/routes.ts";
export {
  compileHiggsfield,
  type HiggsfieldCompiled,
  type HiggsfieldCompileOptions,
} from "./higgsfield/video/compile.ts";
export { compileForHiggsfield, type HiggsfieldQuery, workflowsOf } from "./higgsfield/video/select.ts";
