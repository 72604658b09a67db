import { findCreate, type ReadOperation } from "@klingkit/spec";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { KlingState } from "../state.ts";

/** Whether the service has a task of it at all: some calls are answered at once, and leave nothing to read. */
export const isTask = ({ operationId }: TaskRecord): boolean => findCreate(operationId)?.hasNoTask !== true;

/** `/solutions` has the tasks of solutions, `/tasks` all others. @source INF: whether `/tasks` sees solutions is not known */
export const isOfFamily = ({ family }: ReadOperation, task: TaskRecord): boolean =>
  (task.family === "solutions") === (family === "solutions");

/** Whether reads by id see the task yet. @source seed 002 (a fresh task may stay invisible for 30 s); off by default */
export const isVisible = ({ clock, settings }: KlingState, task: TaskRecord): boolean =>
  isTask(task) && clock.nowMs() - task.createdAtMs >= settings.switches.visibilityDelayMs;
