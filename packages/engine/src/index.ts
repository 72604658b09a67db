export {
  BATCH_MAX_JOBS,
  type BatchFile,
  type BatchItem,
  expandBatch,
  parseBatch,
} from "./plan/batch-file.ts";
export { canonicalJson, hashOf } from "./plan/canonical.ts";
export type { LoadedMedium, PlanContext } from "./plan/load-media.ts";
export { makePlan } from "./plan/make-plan.ts";
export type { Plan, PlannedJob, PlannedMedium, PlanTotals, Trigger } from "./plan/plan.ts";
export { PlanError, type PlanErrorCode } from "./plan/plan-error.ts";
export { findStaleness, formatPlan, readPlan, type Staleness } from "./plan/saved-plan.ts";
