import type { Account } from "../accounts/account.ts";
import { isEnded, type TaskRecord } from "./task-record.ts";

/** Called after every change, so that it can be saved. */
export type TaskListener = (task: TaskRecord, previous: TaskRecord | undefined) => void;

/** All tasks with their indexes, the slots that they use and the units that they reserve. */
export interface TaskStore {
  find(id: string): TaskRecord | undefined;
  /** By task id or external id, inside an account. */
  findOf(account: Account, idOrExternalId: string): TaskRecord | undefined;
  add(account: Account, task: TaskRecord): void;
  /** Replaces fields of a task; gives the new record, or undefined for an unknown id. */
  change(account: Account, id: string, patch: Partial<TaskRecord>): TaskRecord | undefined;
  removeAll(account: Account): void;
}

export function createTaskStore(onChange: TaskListener): TaskStore {
  const tasks = new Map<string, TaskRecord>();

  function reserve(account: Account, task: TaskRecord, sign: 1 | -1): void {
    const inFlight = (account.inFlightByPool.get(task.pool) ?? 0) + sign * task.weight;
    account.inFlightByPool.set(task.pool, Math.max(0, inFlight));
    const reserved = (account.reservedUnits.get(task.unit) ?? 0) + sign * task.units;
    account.reservedUnits.set(task.unit, Math.max(0, reserved));
  }

  return {
    find: (id) => tasks.get(id),
    findOf(account, idOrExternalId) {
      const byId = tasks.get(idOrExternalId);
      if (byId && byId.account === account.name) return byId;
      const id = account.taskIdByExternalId.get(idOrExternalId);
      return id === undefined ? undefined : tasks.get(id);
    },
    add(account, task) {
      tasks.set(task.id, task);
      account.taskIds.push(task.id);
      const ofProduct = account.taskIdsByProduct.get(task.product);
      if (ofProduct) ofProduct.push(task.id);
      else account.taskIdsByProduct.set(task.product, [task.id]);
      if (task.externalTaskId !== undefined) account.taskIdByExternalId.set(task.externalTaskId, task.id);
      if (!isEnded(task)) reserve(account, task, 1);
      onChange(task, undefined);
    },
    change(account, id, patch) {
      const previous = tasks.get(id);
      if (!previous) return undefined;
      const task: TaskRecord = { ...previous, ...patch };
      tasks.set(id, task);
      if (isEnded(task) && !isEnded(previous)) reserve(account, task, -1);
      onChange(task, previous);
      return task;
    },
    removeAll(account) {
      for (const id of account.taskIds) tasks.delete(id);
    },
  };
}
