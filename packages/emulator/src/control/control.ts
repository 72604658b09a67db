import type { CallbackAttempt } from "../server/callbacks/callback-sender.ts";
import type { Rotation } from "../server/callbacks/webhook-secrets.ts";
import type { EmulatedServices } from "../server/services.ts";
import { type Account, type ElementKind, newestFirst } from "../world/accounts/account.ts";
import { nameFaultAccounts, nameOfAccount } from "../world/accounts/account-names.ts";
import type { KeyOption, PackOption } from "../world/accounts/account-options.ts";
import { checkValue } from "../world/check-value.ts";
import { type FaultRule, parseFaultRules } from "../world/faults/fault-rule.ts";
import type { FaultHits } from "../world/faults/faults.ts";
import type { JournalView } from "../world/journal.ts";
import { type FailureReason, isEnded, type TaskRecord } from "../world/tasks/task-record.ts";
import type { World } from "../world/world.ts";
import { ADMIN_BODIES } from "./admin-schemas.ts";

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
  /**
   * Signs callbacks with this secret (`whsec_…`) from now on, and with the one before it for a while: 7 days at Kling, 24 hours
   * at Higgsfield, not at all in an emergency.
   */
  rotateWebhookSecret(secret: string, options?: SecretOptions & Rotation): void;
  /** Deletes a secret, or all: callbacks are then unsigned, those of running tasks as well. */
  removeWebhookSecrets(options?: SecretOptions & { readonly secret?: string }): void;
  /** Sends what Kling's console sends for a test, and tells what the receiver responded. Throws RangeError within 6 s of the last. */
  sendTestCallback(url: string): Promise<CallbackAttempt>;
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

/** Whose secret. Default: that of each service. */
export interface SecretOptions {
  readonly service?: string;
}

export interface ControlParts {
  readonly world: World;
  readonly services: EmulatedServices;
  /** Packs of new accounts after a reset; undefined: unlimited. */
  readonly packs: readonly PackOption[] | undefined;
}

function testCallbackOf({ all }: EmulatedServices) {
  const [send] = all.flatMap(({ sendTestCallback }) => sendTestCallback ?? []);
  if (!send) throw new RangeError("None of the emulated services has test callbacks.");
  return send;
}

function makeControl({ world, services, packs: startPacks }: ControlParts): EmulatorControl {
  const { accounts, clock, faults, journal, tasks } = world;
  const allKeys = () => services.all.flatMap(({ keys }) => keys.all());
  const codes = services.all.flatMap(({ faultResponses }) => faultResponses.businessCodes);

  const nameOf = (nameOrKey: string): string =>
    accounts.find(nameOrKey) ? nameOrKey : nameOfAccount(nameOrKey, allKeys());

  const chosen = (account: string | undefined): readonly Account[] =>
    account === undefined ? [...accounts.all()] : [accounts.open(nameOf(account))];

  const servicesOf = (name: string | undefined) => {
    const found = services.all.filter((service) => name === undefined || service.name === name);
    if (found.length === 0) throw new RangeError(`This emulator has no service '${name}'.`);
    return found;
  };

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
    rotateWebhookSecret(secret, { service, ...rotation } = {}) {
      for (const { webhookSecrets } of servicesOf(service)) webhookSecrets.rotate(secret, rotation);
    },
    removeWebhookSecrets({ service, secret } = {}) {
      for (const { webhookSecrets } of servicesOf(service)) webhookSecrets.remove(secret);
    },
    sendTestCallback: (url) => testCallbackOf(services)(url),
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
      if (account === undefined) {
        journal.clear();
        world.uploads.clear();
      }
      world.store.reset(account === undefined ? undefined : meant[0]?.name);
    },
  };
}

/** The control of an emulator, which refuses in process what the admin API refuses over HTTP. Its calls throw RangeError then. */
export function createControl(parts: ControlParts): EmulatorControl {
  const control = makeControl(parts);
  return {
    ...control,
    setTask(id, patch) {
      checkValue("setTask", ADMIN_BODIES.task, patch);
      return control.setTask(id, patch);
    },
    addKey(key) {
      checkValue("addKey", ADMIN_BODIES.key, key);
      control.addKey(key);
    },
    addElement(element) {
      checkValue("addElement", ADMIN_BODIES.element, element);
      control.addElement(element);
    },
    setPacks(packs, account) {
      checkValue("setPacks", ADMIN_BODIES.packs, { packs: packs ?? null });
      control.setPacks(packs, account);
    },
  };
}
