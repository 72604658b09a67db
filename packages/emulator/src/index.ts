export type { EmulatorControl, TaskPatch } from "./control/control.ts";
export { createEmulator, type Emulator } from "./emulator.ts";
export type { CheckStep, ServiceSwitches } from "./kling/switches.ts";
export {
  type Caption,
  type ClipMeasurements,
  type ClipRenderer,
  type ClipRequest,
  createClipRenderer,
  measureClip,
} from "./media/index.ts";
export type { EmulatorOptions, GenerationTime, KeyOption, PackOption } from "./options.ts";
export { type StartedEmulator, type StartOptions, startEmulator } from "./start-emulator.ts";
export type { ClockMode } from "./world/clock/emulator-clock.ts";
export type { FaultAction } from "./world/faults/fault-action.ts";
export {
  type FaultRule,
  InvalidFaultsError,
  parseFaults,
  parseFaultsText,
} from "./world/faults/fault-rule.ts";
export type { FaultHits } from "./world/faults/faults.ts";
export type { JournalCounts, JournalEntry, JournalOutcome, JournalView } from "./world/journal.ts";
export { LogCorruptError, LogLockedError, LogVersionError, LogWriteError } from "./world/state/log-errors.ts";
export type { TaskPlan, TaskRecord, TaskVideoPlan } from "./world/tasks/task-record.ts";
export type { TransitionMode } from "./world/tasks/transition-mode.ts";
