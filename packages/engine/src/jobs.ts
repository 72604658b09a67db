// The list of jobs without the rest of the engine: a command that only looks starts several times faster.
export {
  APPROVAL_RULES,
  asksForPerson,
  ConfigFileError,
  configPath,
  readConfigProfiles,
  systemConfigPaths,
} from "./approve/owner-rule.ts";
export type { Job } from "./engine/job-view.ts";
export { type ChargedJob, type ChargeFacts, mayHaveCharged } from "./engine/may-have-charged.ts";
export { type JobQuery, queryJobs, type StoreSummary, summarizeStore } from "./engine/query-jobs.ts";
export { accountOfKey, EMULATED, isEmulatedAccount } from "./provider/account-of-key.ts";
export { askEmulator, type FoundEmulator, findEmulator, isLoopback } from "./provider/ask-emulator.ts";
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
export type { Buyer } from "./store/account-key.ts";
export { DEFAULT_STORE_NAME, dataFolder } from "./store/data-folder.ts";
export { JOB_STATES, type JobState } from "./store/job-state.ts";
export { openEmptyStore } from "./store/sqlite/open-empty-store.ts";
export { openSqliteStore } from "./store/sqlite/open-sqlite-store.ts";
export type { Store } from "./store/store.ts";
export { StoreError, type StoreErrorCode } from "./store/store-error.ts";
export { storeKindOf } from "./store/store-kind.ts";
