export {
  type AlsoApproved,
  type Approval,
  type ApprovalRule,
  doesCount,
  type Grant,
  LONGEST_VALID_MS,
} from "./approve/approval.ts";
export { grantOfPlan } from "./approve/grant-of-plan.ts";
export type { PlanRefusal } from "./approve/judge-plan.ts";
export { isAtLeast, leastRungFor } from "./approve/least-rung.ts";
export { type ApprovalPolicy, readPolicy } from "./approve/policy.ts";
export type { Answer, AnswerResult, Asking, Declining, Question } from "./approve/questions.ts";
export { createCallbackHandler } from "./callbacks/callback-handler.ts";
export type { CallbackSource, TakeCallback } from "./callbacks/callback-source.ts";
export type { CallbackHandlerOptions } from "./callbacks/judge-callback.ts";
export {
  type CallbackListener,
  type CallbackListenerOptions,
  listenForCallbacks,
} from "./callbacks/listen-for-callbacks.ts";
export { type CollectorOptions, createCollector } from "./collect/collector.ts";
export { mayGiveUpFile } from "./collect/kept-from-disk.ts";
export { RESULT_GONE } from "./collect/result-gone.ts";
export type { CollectedFile, Collector, CollectRequest } from "./context/collector.ts";
export { emulatedWaits } from "./context/emulated-waits.ts";
export type { EngineWidth } from "./context/engine-context.ts";
export type { LoadedMedium, MediaTarget, PlanContext, PriceQuestion } from "./context/media-loader.ts";
export { REFUSED_KEY } from "./context/read-watch.ts";
export { DEFAULT_SLOT_SETTINGS, type SlotSettings } from "./context/slot-settings.ts";
export type { BudgetRefusal, SpendLimits } from "./context/spend-limits.ts";
export { DEFAULT_TIMING, type EngineTiming } from "./context/timing.ts";
export {
  type Deliver,
  type DeliveryAttempt,
  type DeliveryCall,
  DeliveryRefusedError,
  type DeliveryReply,
} from "./deliver/attempt.ts";
export {
  createEventDelivery,
  type EventDelivery,
  type EventDeliveryOptions,
} from "./deliver/event-delivery.ts";
export {
  type EventLog,
  type EventLogQuery,
  type FollowQuery,
  type KnownReceiver,
  openEventLog,
  type WaitingDelivery,
} from "./deliver/event-log.ts";
export { createEventSender, type EventSenderOptions, signEvent } from "./deliver/event-sender.ts";
export type { Since } from "./deliver/receivers.ts";
export { DEFAULT_DELIVERY_TIMING, type DeliveryTiming } from "./deliver/session.ts";
export { type TaskEvent, type TaskEventResult, withoutLinks } from "./deliver/task-event.ts";
export type { AdoptionResult, ForeignTask } from "./engine/adopt-foreign.ts";
export { chargedUnits } from "./engine/charged-units.ts";
export type { EngineOptions } from "./engine/engine-options.ts";
export type { EnqueueOptions, EnqueueResult } from "./engine/enqueue.ts";
export type { WhichJobs } from "./engine/find-scope.ts";
export { isFileLost } from "./engine/is-file-lost.ts";
export {
  type AccountSpending,
  type JobClient,
  type JobClientOptions,
  openJobClient,
} from "./engine/job-client.ts";
export type { Job } from "./engine/job-view.ts";
export type { DecisionResult } from "./engine/manual-decisions.ts";
export { type ChargedJob, type ChargeFacts, mayHaveCharged } from "./engine/may-have-charged.ts";
export type { BlockedRequest, JobThere, PlanPreview } from "./engine/preview-plan.ts";
export type { BatchQuery, BatchSummary } from "./engine/query-batches.ts";
export {
  type JobName,
  type JobQuery,
  queryJobs,
  type StoreSummary,
  summarizeStore,
  type UnfinishedJobs,
} from "./engine/query-jobs.ts";
export type { JobHistory } from "./engine/read-history.ts";
export type { Verdict } from "./engine/review.ts";
export type { RunOptions } from "./engine/run-scoped.ts";
export { type EarlierJobs, sortEarlier } from "./engine/sort-earlier.ts";
export { createEngine, type Engine } from "./engine.ts";
export type { EventData, EventKind } from "./events/event-data.ts";
export type { EngineEvent, EventQuery } from "./events/event-feed.ts";
export { promoteRoute, type RouteEvidence, readRouteEvidence } from "./evidence/route-evidence.ts";
export type { Callback } from "./follow/inbox.ts";
export type { TimingProfile } from "./follow/read-times.ts";
export { type FrameDecoder, type FrameDecoderSearch, findFrameDecoder } from "./frames/find-frame-decoder.ts";
export { FrameError, type FrameErrorCode } from "./frames/frame-error.ts";
export { createFrameSource, type FrameSource } from "./frames/frame-source.ts";
export { type LastFrameOptions, lastFrame } from "./frames/last-frame.ts";
export type { ChargeQuery, LocalCharge } from "./ledger/charges.ts";
export type { LedgerQuery, LedgerScope, LedgerSums } from "./ledger/ledger.ts";
export type { JobsSpending, PurposeSpending } from "./ledger/purpose-spending.ts";
export {
  type ChargeDifference,
  type ChargedAmount,
  type DifferenceKind,
  type Reconciliation,
  reconcileCharges,
  type ServiceCharge,
} from "./ledger/reconcile.ts";
export { addRequestCounts, type RequestCounts, readRequestCounts } from "./metrics/request-counts.ts";
export type { ParentJob } from "./needs/read-parents.ts";
export { parseBatch, type ReadBatch, readBatch, readBatchTable } from "./plan/batch-file.ts";
export { type BatchMistake, sayFault, sayMistake } from "./plan/batch-mistake.ts";
export type { BatchFile } from "./plan/batch-schema.ts";
export { canonicalJson, hashOf } from "./plan/canonical.ts";
export { type ComparedRequest, compareRoutes } from "./plan/compare-routes.ts";
export { BATCH_MAX_JOBS, type BatchItem, expandBatch } from "./plan/expand-batch.ts";
export type { FilePlace } from "./plan/file-place.ts";
export { withMediaFolder } from "./plan/folder-context.ts";
export { leftOutOf, PLANNED_SERVICES, planOffers, type RouteChoice } from "./plan/judge-items.ts";
export { LIBRARY_OPERATIONS } from "./plan/library-requests.ts";
export { mediaLabelOf } from "./plan/load-inputs.ts";
export { locateBatch } from "./plan/locate-batch.ts";
export { type BatchOrigin, makePlan, mistakeOf, sealPlan } from "./plan/make-plan.ts";
export { checkedPayload, type PlannedNeed } from "./plan/needs.ts";
export { findLengthMistake } from "./plan/output-template.ts";
export { findPaidOperation, type PaidOperation } from "./plan/paid-operation.ts";
export {
  DEFAULT_PURPOSE,
  type Plan,
  type PlannedJob,
  type PlannedMedium,
  type PlanTotals,
  type Trigger,
  totalsByUnit,
  type UnitTotals,
} from "./plan/plan.ts";
export {
  batchInvalid,
  fileInvalid,
  orderMistakes,
  PlanError,
  type PlanErrorCode,
} from "./plan/plan-error.ts";
export { type JobRequest, planJob } from "./plan/plan-job.ts";
export { isOperationJob, type OperationRequest, planOperation } from "./plan/plan-operation.ts";
export { isTextField, requestText } from "./plan/request-text.ts";
export { lastFrameOf, resultOf, sayResultText } from "./plan/result-text.ts";
export { findStaleness, formatPlan, readPlan, type Staleness } from "./plan/saved-plan.ts";
export type { TableRow } from "./plan/table-document.ts";
export { accountOfKey, EMULATED, isEmulatedAccount } from "./provider/account-of-key.ts";
export { isAdoptedRoute } from "./provider/adopted-route.ts";
export { askEmulator, type FoundEmulator, findEmulator, isLoopback } from "./provider/ask-emulator.ts";
export { createHiggsfieldProvider, type HiggsfieldProviderOptions } from "./provider/higgsfield-provider.ts";
export { createKlingProvider, type KlingProviderOptions } from "./provider/kling-provider.ts";
export type {
  CallContext,
  CancelAnswer,
  Provider,
  ReadAnswer,
  Recovery,
  Refusal,
  Submission,
  SubmitAnswer,
  TaskRef,
  TaskView,
  UploadFile,
} from "./provider/provider.ts";
export type { PoolPause } from "./slots/read-pauses.ts";
export type { PoolUse } from "./slots/read-pools.ts";
export {
  isFetching,
  isNeedsYou,
  NEEDS_YOU,
  readStateWords,
  STATE_WORDS,
  type StateFacts,
  type StateFilter,
  stateWord,
} from "./state/state-words.ts";
export { nextStates, REST_STATES, WORK_STATES } from "./state/transitions.ts";
export { type AccountKey, accountKeysOf, type Buyer } from "./store/account-key.ts";
export type { ApprovalWay } from "./store/approval-way.ts";
export { DEFAULT_STORE_NAME, dataFolder } from "./store/data-folder.ts";
export { rememberEarlierAccounts } from "./store/earlier-accounts.ts";
export { JOB_STATES, type JobState } from "./store/job-state.ts";
export { makeDataFolder } from "./store/make-data-folder.ts";
export { ONLY_RESULT } from "./store/need-form.ts";
export { openPostgresStore, type PostgresStoreOptions } from "./store/postgres/open-postgres-store.ts";
export { RUNGS, type Rung } from "./store/rung.ts";
export type { AssetRow, IntentRow, LedgerRow } from "./store/schema.ts";
export { openEmptyStore } from "./store/sqlite/open-empty-store.ts";
export { openSqliteStore } from "./store/sqlite/open-sqlite-store.ts";
export type { Store } from "./store/store.ts";
export { isPassing, StoreError, type StoreErrorCode } from "./store/store-error.ts";
export { storeKindOf } from "./store/store-kind.ts";
export { ENTRY_GONE } from "./submit/entry-gone.ts";
export type { Attributes, SpanEnd, SpanStart, Telemetry, TelemetrySpan } from "./telemetry/telemetry.ts";
export { readCarrier, type TraceCarrier } from "./telemetry/trace-carrier.ts";
