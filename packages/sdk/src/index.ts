// Bodies that have to be computed
export { computeExpansion, type Expansion, type ExpansionTarget } from "@klingkit/spec";
// Client
export type { Clock } from "./core/clock.ts";
export { AbortError } from "./core/errors/abort-error.ts";
export { AccountError } from "./core/errors/account-error.ts";
export { ApiError } from "./core/errors/api-error.ts";
export { AuthenticationError } from "./core/errors/authentication-error.ts";
// Errors
export type { CallPhase } from "./core/errors/call-phase.ts";
export { ConcurrencyLimitError } from "./core/errors/concurrency-limit-error.ts";
export { ConfigError } from "./core/errors/config-error.ts";
export { ConnectionError } from "./core/errors/connection-error.ts";
export { ContentPolicyError } from "./core/errors/content-policy-error.ts";
export { DuplicateExternalIdError } from "./core/errors/duplicate-external-id-error.ts";
export { InsufficientBalanceError } from "./core/errors/insufficient-balance-error.ts";
export { InvalidRequestError } from "./core/errors/invalid-request-error.ts";
export { KlingkitError, type KlingkitErrorCode, type KnownErrorCode } from "./core/errors/klingkit-error.ts";
export { NotFoundError } from "./core/errors/not-found-error.ts";
export { PermissionError } from "./core/errors/permission-error.ts";
export { RateLimitError } from "./core/errors/rate-limit-error.ts";
export type { RefusalReason } from "./core/errors/refusal-reason.ts";
export { ResponseError } from "./core/errors/response-error.ts";
export { ServerError } from "./core/errors/server-error.ts";
export { SpendingError } from "./core/errors/spending-error.ts";
export { TaskFailedError } from "./core/errors/task-failed-error.ts";
export { TimeoutError } from "./core/errors/timeout-error.ts";
export type { Logger } from "./core/logger.ts";
export type { OperationMetrics } from "./core/metrics.ts";
// Safe text for messages and logs
export { type RedactOptions, redact, withoutSecrets } from "./core/redact.ts";
export type { CallOptions } from "./core/send.ts";
// Purchases
export type { Guard, Purchase, SpendingOptions } from "./core/spending.ts";
export {
  type AnsweredTask,
  type CreatedTask,
  type ResultLink,
  type TaskAudio,
  type TaskBilling,
  type TaskElement,
  type TaskHandle,
  type TaskImage,
  type TaskPhase,
  type TaskResult,
  type TaskSnapshot,
  type TaskSubtitle,
  type TaskVideo,
  type TaskVoice,
  UNKNOWN_PRODUCT,
} from "./core/task.ts";
export { VERSION } from "./core/version.ts";
export { DEFAULT_POLL_INTERVAL_MS, DEFAULT_WAIT_TIMEOUT_MS } from "./core/wait.ts";
export type { WaitEvent, WaitOptions } from "./core/wait-options.ts";
export { createKling, type Kling } from "./create-kling.ts";
export { credentialsFromEnvironment } from "./credentials-from-environment.ts";
// Resources
export type { AccountResource, CostsQuery } from "./kling/account.ts";
export type {
  CashLedger,
  CashLedgerQuery,
  LedgerPage,
  LedgerReads,
  UnitLedger,
  UnitLedgerQuery,
} from "./kling/account-ledgers.ts";
export type { CredentialOptions } from "./kling/auth/credentials.ts";
// What a person may have set wrong
export { baseUrlHint, credentialHint } from "./kling/auth/diagnose.ts";
export type { CreateOptions } from "./kling/create.ts";
export type { EditSession } from "./kling/editing/edit-session.ts";
export type {
  Edit,
  EditPreview,
  EditSessionOptions,
  EditSource,
  EditState,
} from "./kling/editing/edit-state.ts";
export type { EditsResource } from "./kling/editing/edits.ts";
export type { EditPoint, ObjectMask, PointAxis, SelectedFrame } from "./kling/editing/selected-frame.ts";
export type { KlingOptions } from "./kling/kling-core.ts";
export type { LegacyResource, PageQuery } from "./kling/legacy.ts";
export type { KlingParams } from "./kling/params.gen.ts";
export type { StandardBodies } from "./kling/params.ts";
export type { KlingResources } from "./kling/resources.gen.ts";
export type { StandardResource } from "./kling/standard.ts";
export type { TaskIds } from "./kling/tasks/get-tasks.ts";
// Tasks
export { parseTask, parseTasks, type TaskContext } from "./kling/tasks/parse-task.ts";
export type { StatusOutcome } from "./kling/tasks/status.ts";
export type { StatusVia } from "./kling/tasks/status-step.ts";
export type { TaskReads } from "./kling/tasks/task-reads.ts";
export type { TaskPage, TasksQuery, TasksResource } from "./kling/tasks/tasks.ts";
export type { RouteOptions, VideoCreateOptions, VideosResource } from "./kling/videos.ts";
export type { WriteAnswer, WriteOptions } from "./kling/write.ts";
