import type { ResultLinks } from "../server/results/result-links.ts";
import type { Lifecycle } from "../world/tasks/lifecycle.ts";
import type { World } from "../world/world.ts";
import type { LinksOf } from "./renderings/task-links.ts";
import type { TaskViews } from "./renderings/task-views.ts";
import type { KlingSettings } from "./settings.ts";
import type { TaskIds } from "./task-ids.ts";

/** What Kling's handlers work with. */
export interface KlingState extends World {
  readonly settings: KlingSettings;
  readonly taskIds: TaskIds;
  readonly views: TaskViews;
  readonly links: ResultLinks;
  readonly linksOf: LinksOf;
  readonly lifecycle: Lifecycle;
}
