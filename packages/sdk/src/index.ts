// Client
export type { Clock } from "./core/clock.ts";
export type { KlingOptions } from "./core/core.ts";
export type { CredentialOptions } from "./core/credentials.ts";
// What a person may have set wrong
export { baseUrlHint, credentialHint } from "./core/diagnose.ts";
// Errors
export type { CallPhase } from "./core/errors/call-phase.ts";
export { KlingAbortError } from "./core/errors/kling-abort-error.ts";
export { KlingAccountError } from "./core/errors/kling-account-error.ts";
export { KlingApiError } from "./core/errors/kling-api-error.ts";
export { KlingAuthenticationError } from "./core/errors/kling-authentication-error.ts";
export { KlingConcurrencyLimitError } from "./core/errors/kling-concurrency-limit-error.ts";
export { KlingConfigError } from "./core/errors/kling-config-error.ts";
export { KlingConnectionError } from "./core/errors/kling-connection-error.ts";
export { KlingContentPolicyError } from "./core/errors/kling-content-policy-error.ts";
export { KlingDuplicateExternalIdError } from "./core/errors/kling-duplicate-external-id-error.ts";
export { KlingError, type KlingErrorCode } from "./core/errors/kling-error.ts";
export { KlingInsufficientBalanceError } from "./core/errors/kling-insufficient-balance-error.ts";
export { KlingInvalidRequestError } from "./core/errors/kling-invalid-request-error.ts";
export { KlingNotFoundError } from "./core/errors/kling-not-found-error.ts";
export { KlingPermissionError } from "./core/errors/kling-permission-error.ts";
export { KlingRateLimitError } from "./core/errors/kling-rate-limit-error.ts";
export { KlingResponseError } from "./core/errors/kling-response-error.ts";
export { KlingServerError } from "./core/errors/kling-server-error.ts";
export { KlingSpendingError } from "./core/errors/kling-spending-error.ts";
export { KlingTaskFailedError } from "./core/errors/kling-task-failed-error.ts";
export { KlingTimeoutError } from "./core/errors/kling-timeout-error.ts";
export type { Logger } from "./core/logger.ts";
export type { OperationMetrics } from "./core/metrics.ts";
// Tasks
export { parseTask, parseTasks, type TaskContext } from "./core/parse-task.ts";
// Safe text for messages and logs
export { type RedactOptions, redact, withoutSecrets } from "./core/redact.ts";
export type { CallOptions } from "./core/send.ts";
// Purchases
export type { Guard, Purchase, SpendingOptions } from "./core/spending.ts";
export {
  type CreatedTask,
  type TaskAudio,
  type TaskBilling,
  type TaskHandle,
  type TaskPhase,
  type TaskSnapshot,
  type TaskVideo,
  UNKNOWN_PRODUCT,
} from "./core/task.ts";
export { VERSION } from "./core/version.ts";
export { createKling, type Kling } from "./create-kling.ts";
export { credentialsFromEnvironment } from "./credentials-from-environment.ts";
// Resources
export type { AccountResource, CostsQuery } from "./kling/account.ts";
export type { CreateOptions } from "./kling/create.ts";
export type { TaskIds } from "./kling/get-tasks.ts";
export type { LegacyResource, PageQuery } from "./kling/legacy.ts";
export type { KlingParams } from "./kling/params.gen.ts";
export type { LegacyBody, StandardBodies } from "./kling/params.ts";
export type { StandardResource } from "./kling/standard.ts";
export type { StatusOutcome, StatusVia } from "./kling/status.ts";
export type { TaskReads } from "./kling/task-reads.ts";
export type { TaskPage, TasksQuery, TasksResource } from "./kling/tasks.ts";
export type { RouteOptions, VideoCreateOptions, VideosResource } from "./kling/videos.ts";
export {
  DEFAULT_POLL_INTERVAL_MS,
  DEFAULT_WAIT_TIMEOUT_MS,
  type WaitEvent,
  type WaitOptions,
} from "./kling/wait.ts";
