import type { PackOption } from "./accounts/account-options.ts";
import { createAccounts } from "./accounts/accounts.ts";
import { createChance } from "./chance.ts";
import { createEmulatorClock, type EmulatorClockOptions } from "./clock/emulator-clock.ts";
import type { FaultRule } from "./faults/fault-rule.ts";
import { createFaults } from "./faults/faults.ts";
import { createJournal } from "./journal.ts";
import type { OpenedState } from "./state/open-state.ts";
import { MEMORY_ONLY } from "./state/state-store.ts";
import { createInputImages } from "./tasks/input-images.ts";
import { createTaskStore } from "./tasks/task-store.ts";
import { createUploads } from "./uploads.ts";
import type { World } from "./world.ts";

export interface WorldOptions {
  readonly seed: string;
  readonly clock: EmulatorClockOptions;
  /** Packs of every new account; undefined: unlimited units. */
  readonly packs: readonly PackOption[] | undefined;
  readonly faults: readonly FaultRule[];
}

export interface CreatedWorld {
  readonly world: World;
  /** Saves changes from now on. */
  startSaving(opened: OpenedState): void;
}

export function createWorld({ seed, clock: clockOptions, packs, faults }: WorldOptions): CreatedWorld {
  // Saving starts after the restoring, which would be saved again.
  let store = MEMORY_ONLY;
  const clock = createEmulatorClock(clockOptions);
  const chance = createChance(seed);
  const world: World = {
    clock,
    chance,
    journal: createJournal(),
    images: createInputImages(),
    uploads: createUploads({ upload: (slot, bytes) => store.upload(slot, bytes) }),
    tasks: createTaskStore((task) => store.task(task)),
    faults: createFaults(faults, { seed }),
    accounts: createAccounts(packs, { chance, nowMs: clock.nowMs }),
    store: {
      task: (task) => store.task(task),
      image: (taskId, bytes) => store.image(taskId, bytes),
      upload: (slot, bytes) => store.upload(slot, bytes),
      account: (account) => store.account(account),
      journal: (entry) => store.journal(entry),
      reset: (account) => store.reset(account),
      saved: () => store.saved(),
      close: () => store.close(),
    },
  };
  return {
    world,
    startSaving(opened) {
      store = opened.start({ nowMs: clock.nowMs, onError: clockOptions.onError });
    },
  };
}
