export type { ClockMode } from "./clock/emulator-clock.ts";
export type { EmulatorControl, TaskPatch } from "./control/control.ts";
export { createEmulator, type Emulator } from "./emulator.ts";
export type { JournalCounts, JournalEntry, JournalOutcome, JournalView } from "./journal/journal.ts";
export type { TransitionMode } from "./life/transition-mode.ts";
export {
  type ClipMeasurements,
  type ClipRenderer,
  type ClipRequest,
  createClipRenderer,
  measureClip,
} from "./media/index.ts";
export type { EmulatorOptions, GenerationTime, KeyOption, PackOption } from "./options.ts";
export { type StartedEmulator, type StartOptions, startEmulator } from "./start-emulator.ts";
export type { TaskPlan, TaskRecord, TaskVideoPlan } from "./store/task-record.ts";
export type { CheckStep, ServiceSwitches } from "./switches.ts";
