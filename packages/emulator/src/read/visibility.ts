import type { EmulatorState } from "../emulator-state.ts";
import type { TaskRecord } from "../store/task-record.ts";

/** Whether reads by id see the task yet. @source seed 002 (a fresh task may stay invisible for 30 s); off by default */
export const isVisible = ({ clock, settings }: EmulatorState, task: TaskRecord): boolean =>
  clock.nowMs() - task.createdAtMs >= settings.switches.visibilityDelayMs;
