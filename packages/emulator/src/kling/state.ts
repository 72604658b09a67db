import type { Settings } from "../options.ts";
import type { Accounts } from "../world/accounts/accounts.ts";
import type { Chance } from "../world/chance.ts";
import type { EmulatorClock } from "../world/clock/emulator-clock.ts";
import type { Faults } from "../world/faults/faults.ts";
import type { Journal } from "../world/journal.ts";
import type { Keeper } from "../world/state/keeper.ts";
import type { ImageShelf } from "../world/tasks/input-images.ts";
import type { Lifecycle } from "../world/tasks/lifecycle.ts";
import type { TaskStore } from "../world/tasks/task-store.ts";
import type { TaskViews } from "./renderings/task-views.ts";
import type { TaskIds } from "./task-ids.ts";

/** The parts that handlers work with. */
export interface EmulatorState {
  readonly settings: Settings;
  readonly clock: EmulatorClock;
  readonly chance: Chance;
  readonly taskIds: TaskIds;
  readonly accounts: Accounts;
  readonly tasks: TaskStore;
  readonly views: TaskViews;
  readonly lifecycle: Lifecycle;
  readonly journal: Journal;
  readonly images: ImageShelf;
  readonly faults: Faults;
  readonly keeper: Keeper;
}
