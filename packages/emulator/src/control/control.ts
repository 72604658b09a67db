import { type ElementKind, TASK_FAILURE_MESSAGES } from "@klingkit/spec";
import type { EmulatorState } from "../emulator-state.ts";
import type { JournalView } from "../journal/journal.ts";
import type { KeyOption, PackOption } from "../options.ts";
import { accountOfKey, type CredentialCheck } from "../pipeline/credential.ts";
import { type Account, newestFirst } from "../store/account.ts";
import { accountNameOf } from "../store/accounts.ts";
import type { TaskRecord } from "../store/task-record.ts";

/** What can be done to a task by hand. */
export type TaskPatch =
  | { readonly to: "succeed" }
  | { readonly to: "fail"; readonly message?: string }
  /** Stays in its state until another patch. */
  | { readonly to: "stuck" };

/** Steers an emulator from outside the service's API. Accounts are named by their name or by one of their keys. */
export interface EmulatorControl {
  /** Moves the clock by so many ms of emulator time and runs what falls due. */
  advance(ms: number): Promise<void>;
  nowMs(): number;
  journal(account?: string): JournalView;
  /** Newest first. */
  tasks(account?: string): readonly TaskRecord[];
  /** False when the task is unknown or has ended. */
  setTask(id: string, patch: TaskPatch): boolean;
  addKey(key: KeyOption): void;
  addElement(element: {
    readonly account?: string;
    readonly elementId: string;
    readonly kind: ElementKind;
  }): void;
  /** Replaces the packs of an account, or of all; undefined is unlimited. */
  setPacks(packs: readonly PackOption[] | undefined, account?: string): void;
  /** Forgets tasks, packs and journal of an account, or of all. */
  reset(account?: string): void;
}

export function createControl(state: EmulatorState, credentials: CredentialCheck): EmulatorControl {
  const { accounts, clock, journal, lifecycle, settings, tasks } = state;

  /** A name that is in use, else the account that the key opens. */
  function nameOf(nameOrKey: string): string {
    if (accounts.find(nameOrKey)) return nameOrKey;
    const key = settings.keys.find((entry) => entry.apiKey === nameOrKey || entry.accessKey === nameOrKey);
    if (key) return accountOfKey(key);
    const isName = settings.keys.some((entry) => entry.account === nameOrKey);
    return isName ? nameOrKey : accountNameOf(nameOrKey);
  }

  const chosen = (account: string | undefined): readonly Account[] =>
    account === undefined ? [...accounts.all()] : [accounts.open(nameOf(account))];

  return {
    advance: clock.advance,
    nowMs: clock.nowMs,
    journal: (account) => journal.view(account === undefined ? undefined : nameOf(account)),
    tasks: (account) => chosen(account).flatMap(({ taskIds }) => [...newestFirst(taskIds, tasks.find)]),
    setTask(id, patch) {
      const task = tasks.find(id);
      if (!task || task.status === "succeeded" || task.status === "failed") return false;
      const account = accounts.open(task.account);
      if (patch.to === "succeed") lifecycle.succeed(account, id);
      else if (patch.to === "fail")
        lifecycle.fail(account, id, patch.message ?? TASK_FAILURE_MESSAGES.riskControl);
      else tasks.change(account, id, { plan: { ...task.plan, kind: "stuck" } });
      return true;
    },
    addKey: credentials.addKey,
    addElement({ account, elementId, kind }) {
      for (const one of chosen(account)) one.elements.set(elementId, kind);
    },
    setPacks(packs, account) {
      for (const one of chosen(account)) accounts.setPacks(one, packs);
    },
    reset(account) {
      for (const one of chosen(account)) {
        tasks.removeAll(one);
        accounts.remove(one.name);
        journal.clear(one.name);
      }
      if (account === undefined) journal.clear();
    },
  };
}
