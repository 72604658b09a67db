import type { Account } from "../world/accounts/account.ts";
import { isEnded, type TaskRecord } from "../world/tasks/task-record.ts";
import type { TaskStore } from "../world/tasks/task-store.ts";

/** How the requests of an account share its slots. */
export interface RequestQueue {
  /** Requests that hold a slot. */
  running(account: Account): number;
  /** Requests that wait for one. */
  waiting(account: Account): number;
  /** Takes a new or restored request in. */
  enter(account: Account, task: TaskRecord): void;
  /** Lets the longest waiting ones take the slots that are free. */
  fill(account: Account): void;
}

export interface QueueParts {
  readonly tasks: TaskStore;
  /** Requests of an account that run at a time. */
  readonly concurrency: number;
  /** Called when a request that had to wait gets its slot. */
  readonly start: (account: Account, task: TaskRecord) => void;
}

/** First come, first served. @source DOC 2026-09 (enterprise capacity: above the limit requests wait as `queued`) */
export function createRequestQueue({ tasks, concurrency, start }: QueueParts): RequestQueue {
  const waitingIds = new Map<string, string[]>();
  const runningIds = new Map<string, Set<string>>();

  const isOpen = (id: string): boolean => {
    const task = tasks.find(id);
    return task !== undefined && !isEnded(task);
  };

  /** Ended and forgotten requests are left out here, so that no end has to be reported. */
  function open(account: Account) {
    const waiting = (waitingIds.get(account.name) ?? []).filter(isOpen);
    const running = new Set([...(runningIds.get(account.name) ?? [])].filter(isOpen));
    waitingIds.set(account.name, waiting);
    runningIds.set(account.name, running);
    return { waiting, running };
  }

  return {
    running: (account) => open(account).running.size,
    waiting: (account) => open(account).waiting.length,
    enter(account, task) {
      const { waiting, running } = open(account);
      if (task.plan.isWaiting) waiting.push(task.id);
      else running.add(task.id);
    },
    fill(account) {
      const { waiting, running } = open(account);
      while (running.size < concurrency) {
        const task = tasks.find(waiting.shift() ?? "");
        if (!task) return;
        running.add(task.id);
        start(account, task);
      }
    },
  };
}
