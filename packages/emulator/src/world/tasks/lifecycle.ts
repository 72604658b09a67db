import type { Account } from "../accounts/account.ts";
import { deductUnits } from "../accounts/units.ts";
import type { EmulatorClock } from "../clock/emulator-clock.ts";
import type { InputImages } from "./input-images.ts";
import { type FailureReason, isEnded, type TaskRecord } from "./task-record.ts";
import type { TaskStore } from "./task-store.ts";

/** What the announcement of a state asks for. */
export interface Announcement {
  /** The state becomes readable only so many ms of emulator time later. */
  readonly delayMs: number;
}

/** What became of the input files of a task. */
export interface InputCheck {
  /** Why the task fails; undefined when every input can be used. */
  readonly failure?: string;
  /** Bytes of the image that the picture starts from. */
  readonly image?: Uint8Array;
}

/** Moves tasks from state to state. */
export interface Lifecycle {
  /** Schedules the transitions of a new or restored task. */
  follow(account: Account, task: TaskRecord, origin: { readonly isNew: boolean }): void;
  /** Counts a read of a task; gives the task as the reader sees it. */
  read(account: Account, task: TaskRecord): TaskRecord;
  succeed(account: Account, id: string): void;
  fail(account: Account, id: string, message: string, reason?: FailureReason): void;
  /** Ends a task that has not begun to run. */
  cancel(account: Account, id: string): void;
}

export interface LifecycleParts {
  readonly clock: EmulatorClock;
  readonly tasks: TaskStore;
  readonly images: InputImages;
  readonly checkInputs: (task: TaskRecord) => Promise<InputCheck>;
  /** Called for every state, `submitted` included, before it can be read. */
  readonly announce: (account: Account, task: TaskRecord) => Announcement | undefined;
  readonly onBilled: (account: Account, task: TaskRecord) => void;
  /** Called after a task has ended, however it ended. */
  readonly onEnded?: (account: Account, task: TaskRecord) => void;
  /** When the files and links of a task that ends now are gone, Unix ms. */
  readonly expiresAtMs: (task: TaskRecord) => number;
}

export function createLifecycle(parts: LifecycleParts): Lifecycle {
  const { clock, tasks, images, checkInputs, announce, onBilled, onEnded, expiresAtMs } = parts;

  /** Announces a state, then makes it readable: at once, or later where the announcement asks for it. */
  function move(
    account: Account,
    id: string,
    patch: Partial<TaskRecord>,
    then?: (task: TaskRecord) => void,
  ): void {
    const task = tasks.find(id);
    if (!task || isEnded(task)) return;
    const delayMs = announce(account, { ...task, ...patch, updatedAtMs: clock.nowMs() })?.delayMs ?? 0;
    const apply = () => {
      const current = tasks.find(id);
      if (!current || isEnded(current)) return;
      const changed = tasks.change(account, id, { ...patch, updatedAtMs: clock.nowMs() });
      if (!changed) return;
      then?.(changed);
      if (isEnded(changed)) onEnded?.(account, changed);
    };
    if (delayMs > 0) clock.schedule(clock.nowMs() + delayMs, apply);
    else apply();
  }

  async function process(account: Account, id: string): Promise<void> {
    move(account, id, { status: "processing" });
    const task = tasks.find(id);
    if (!task || isEnded(task) || task.inputUrls.length === 0) return;
    const { failure, image } = await checkInputs(task);
    if (failure !== undefined) fail(account, id, failure);
    else if (image) images.put(id, image);
  }

  function succeed(account: Account, id: string): void {
    const task = tasks.find(id);
    if (!task) return;
    const patch = { status: "succeeded", message: "", expiresAtMs: expiresAtMs(task) } as const;
    move(account, id, patch, (ended) => {
      tasks.change(account, id, { charges: deductUnits(account, ended, clock.nowMs()) });
      onBilled(account, ended);
    });
  }

  function fail(account: Account, id: string, message: string, failureReason?: FailureReason): void {
    move(account, id, { status: "failed", message, failureReason }, () => images.remove(id));
  }

  function end(account: Account, id: string): void {
    const task = tasks.find(id);
    if (task?.plan.kind !== "time") return;
    if (task.plan.failure === undefined) succeed(account, id);
    else fail(account, id, task.plan.failure, task.plan.failureReason);
  }

  return {
    follow(account, task, { isNew }) {
      const { id, plan } = task;
      // A restored task was announced before the restart.
      if (isNew) announce(account, task);
      if (plan.isWaiting || plan.kind === "reads" || isEnded(task)) return;
      if (task.status === "submitted") {
        // A state that was set by hand or by reads makes the planned one void.
        const run = () => (tasks.find(id)?.status === "submitted" ? process(account, id) : undefined);
        clock.schedule(plan.processingAtMs, run);
      }
      if (plan.kind === "time") clock.schedule(plan.endAtMs, () => end(account, id));
    },
    read(account, task) {
      if (task.plan.kind !== "reads" || task.plan.isWaiting || isEnded(task)) return task;
      const readsLeft = task.plan.readsLeft - 1;
      tasks.change(account, task.id, { plan: { ...task.plan, readsLeft } });
      if (readsLeft > 0) {
        if (task.status === "submitted") move(account, task.id, { status: "processing" });
      } else if (task.plan.failure === undefined) succeed(account, task.id);
      else fail(account, task.id, task.plan.failure, task.plan.failureReason);
      return tasks.find(task.id) ?? task;
    },
    succeed,
    fail,
    cancel: (account, id) => move(account, id, { status: "canceled" }, () => images.remove(id)),
  };
}
