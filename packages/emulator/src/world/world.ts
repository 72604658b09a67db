import type { Accounts } from "./accounts/accounts.ts";
import type { Chance } from "./chance.ts";
import type { EmulatorClock } from "./clock/emulator-clock.ts";
import type { Faults } from "./faults/faults.ts";
import type { Journal } from "./journal.ts";
import type { StateStore } from "./state/state-store.ts";
import type { InputImages } from "./tasks/input-images.ts";
import type { TaskStore } from "./tasks/task-store.ts";
import type { Uploads } from "./uploads.ts";

/** What all services of an emulator share. */
export interface World {
  readonly clock: EmulatorClock;
  readonly chance: Chance;
  readonly accounts: Accounts;
  readonly tasks: TaskStore;
  readonly journal: Journal;
  /** Images that creates carried, for the pictures. */
  readonly images: InputImages;
  /** Files that clients gave to a service before a create. */
  readonly uploads: Uploads;
  readonly faults: Faults;
  /** State on disk. */
  readonly store: StateStore;
}
