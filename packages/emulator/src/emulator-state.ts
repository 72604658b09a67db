import type { Chance } from "./chance/chance.ts";
import type { TaskIds } from "./chance/task-ids.ts";
import type { EmulatorClock } from "./clock/emulator-clock.ts";
import type { Journal } from "./journal/journal.ts";
import type { Lifecycle } from "./life/lifecycle.ts";
import type { ImageShelf } from "./media-input/image-shelf.ts";
import type { Settings } from "./options.ts";
import type { TaskViews } from "./render/task-views.ts";
import type { Accounts } from "./store/accounts.ts";
import type { TaskStore } from "./store/task-store.ts";

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
}
