import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { KlingState } from "../state.ts";

/** Whether reads by id see the task yet. @source seed 002 (a fresh task may stay invisible for 30 s); off by default */
export const isVisible = ({ clock, settings }: KlingState, task: TaskRecord): boolean =>
  clock.nowMs() - task.createdAtMs >= settings.switches.visibilityDelayMs;
