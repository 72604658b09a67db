export type { EmulatorControl, TaskPatch } from "./control/control.ts";
export { createEmulator, type Emulator } from "./emulator.ts";
export type { HiggsfieldOptions } from "./higgsfield/settings.ts";
export type { HiggsfieldSwitches } from "./higgsfield/switches.ts";
export type { CheckStep, ServiceSwitches } from "./kling/switches.ts";
export {
  type AudioPlan,
  type Caption,
  type ClipMeasurements,
  type ClipRenderer,
  type ClipRequest,
  createClipRenderer,
  type ImagePlan,
  type Look,
  measureClip,
  type ResultPlan,
  type VideoPlan,
} from "./media/index.ts";
export type { EmulatorOptions, ServiceChoice } from "./options.ts";
export { parseFaults, parseFaultsText } from "./parse-faults.ts";
export { InvalidTlsError, type TlsCredentials } from "./server/tls-credentials.ts";
export { type StartedEmulator, type StartOptions, startEmulator } from "./start-emulator.ts";
export type { KeyOption, PackOption } from "./world/accounts/account-options.ts";
export type { ClockMode } from "./world/clock/emulator-clock.ts";
export type { FaultAction } from "./world/faults/fault-action.ts";
export { type FaultRule, InvalidFaultsError } from "./world/faults/fault-rule.ts";
export type { FaultHits } from "./world/faults/faults.ts";
export type { JournalCounts, JournalEntry, JournalOutcome, JournalView } from "./world/journal.ts";
export {
  DataCorruptError,
  DataLockedError,
  DataVersionError,
  DataWriteError,
} from "./world/state/state-errors.ts";
export type { GenerationTime } from "./world/tasks/generation-time.ts";
export type { TaskPlan, TaskRecord } from "./world/tasks/task-record.ts";
export type { TransitionMode } from "./world/tasks/transition-mode.ts";
