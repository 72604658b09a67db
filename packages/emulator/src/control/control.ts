import type { EmulatedServices } from "../server/services.ts";
import { type Account, type ElementKind, newestFirst } from "../world/accounts/account.ts";
import { nameFaultAccounts, nameOfAccount } from "../world/accounts/account-names.ts";
import type { KeyOption, PackOption } from "../world/accounts/account-options.ts";
import { type FaultRule, parseFaultRules } from "../world/faults/fault-rule.ts";
import type { FaultHits } from "../world/faults/faults.ts";
import type { JournalView } from "../world/journal.ts";
import { type FailureReason, isEnded, type TaskRecord } from "../world/tasks/task-record.ts";
import type { World } from "../world/world.ts";

/** What can be done to a task by hand. */
export type TaskPatch =
  | { readonly to: "succeed" }
  | { readonly to: "fail"; readonly message?: string; readonly reason?: FailureReason }
  /** Stays in its state until another patch. */
  | { readonly to: "stuck" };

/** Steers an emulator from outside the service's API. Accounts are named by their name or by one of their keys. */
export interface EmulatorControl {
  /** Moves the clock by so many ms of emulator time and runs what falls due. */
  advance(ms: number): Promise<void>;
  nowMs(): number;
  /** Of one account, or of one service (`kling`, `higgsfield`), or of all. */
  journal(account?: string, service?: string): JournalView;
  /** Newest first. */
  tasks(account?: string): readonly TaskRecord[];
  /** False when the task is unknown or has ended. */
  setTask(id: string, patch: TaskPatch): boolean;
  /** Replaces the fault rules; throws `InvalidFaultsError`. Their counters start again. */
  setFaults(rules: readonly FaultRule[]): void;
  clearFaults(): void;
  /** Rules with how often they matched and acted. */
  faults(): readonly FaultHits[];
  addKey(key: KeyOption): void;
  /** Signs Higgsfield's webhooks with this secret (`whsec_…`) from now on, and with the one before it for 24 hours more. */
  rotateWebhookSecret(secret: string): void;
  /** Makes an element known to an account, or to all. */
  addElement(element: {
    readonly account?: string;
    readonly elementId: string;
    readonly kind: ElementKind;
  }): void;
  /** Replaces the packs of an account, or of all, future ones included; undefined is unlimited. */
  setPacks(packs: readonly PackOption[] | undefined, account?: string): void;
  /** Forgets tasks and journal of an account, or of all. Packs are again those of the start; of one account, those that new accounts get. */
  reset(account?: string): void;
}

export interface ControlParts {
  readonly world: World;
  readonly services: EmulatedServices;
  /** Packs of new accounts after a reset; undefined: unlimited. */
  readonly packs: readonly PackOption[] | undefined;
}

export function createControl({ world, services, packs: startPacks }: ControlParts): EmulatorControl {
  const { accounts, clock, faults, journal, tasks } = world;
  const allKeys = () => services.all.flatMap(({ keys }) => keys.all());
  const codes = services.all.flatMap(({ faultResponses }) => faultResponses.businessCodes);

  const nameOf = (nameOrKey: string): string =>
    accounts.find(nameOrKey) ? nameOrKey : nameOfAccount(nameOrKey, allKeys());

  const chosen = (account: string | undefined): readonly Account[] =>
    account === undefined ? [...accounts.all()] : [accounts.open(nameOf(account))];

  return {
    advance: clock.advance,
    nowMs: clock.nowMs,
    journal: (account, service) =>
      journal.view({ account: account === undefined ? undefined : nameOf(account), service }),
    tasks: (account) => chosen(account).flatMap(({ taskIds }) => [...newestFirst(taskIds, tasks.find)]),
    setTask(id, patch) {
      const task = tasks.find(id);
      if (!task || isEnded(task)) return false;
      const account = accounts.open(task.account);
      const { lifecycle, defaultFailureMessage } = services.ofTask(task);
      if (patch.to === "succeed") lifecycle.succeed(account, id);
      else if (patch.to === "fail")
        lifecycle.fail(account, id, patch.message ?? defaultFailureMessage, patch.reason);
      else tasks.change(account, id, { plan: { ...task.plan, kind: "stuck" } });
      return true;
    },
    setFaults: (rules) => faults.replace(nameFaultAccounts(parseFaultRules(rules, codes), allKeys())),
    clearFaults: () => faults.replace([]),
    faults: faults.hits,
    addKey(key) {
      for (const { keys } of services.all) keys.add(key);
    },
    rotateWebhookSecret(secret) {
      for (const service of services.all) service.rotateWebhookSecret?.(secret);
    },
    addElement({ account, elementId, kind }) {
      if (account === undefined) accounts.shareElement(elementId, kind);
      for (const one of chosen(account)) {
        one.elements.set(elementId, kind);
        world.store.account(one);
      }
    },
    setPacks(packs, account) {
      if (account === undefined) accounts.setDefaultPacks(packs);
      for (const one of chosen(account)) {
        accounts.setPacks(one, packs);
        world.store.account(one);
      }
    },
    reset(account) {
      if (account === undefined) accounts.setDefaultPacks(startPacks);
      const meant = chosen(account);
      for (const one of meant) {
        tasks.removeAll(one);
        accounts.remove(one.name);
        journal.clear(one.name);
      }
      if (account === undefined) journal.clear();
      world.store.reset(account === undefined ? undefined : meant[0]?.name);
    },
  };
}
