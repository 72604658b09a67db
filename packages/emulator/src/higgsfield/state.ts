import type { Era } from "@klingkit/spec/higgsfield";
import type { ResultLinks } from "../server/results/result-links.ts";
import type { Lifecycle } from "../world/tasks/lifecycle.ts";
import type { World } from "../world/world.ts";
import type { RequestQueue } from "./queue.ts";
import type { HiggsfieldSettings } from "./settings.ts";
import type { UploadStorage } from "./uploads/upload-storage.ts";

/** What Higgsfield's handlers work with. */
export interface HiggsfieldState extends World {
  readonly settings: HiggsfieldSettings;
  readonly era: Era;
  readonly lifecycle: Lifecycle;
  readonly queue: RequestQueue;
  readonly storage: UploadStorage;
  readonly links: ResultLinks;
  /** Scheme and host that addresses in responses begin with. */
  readonly baseUrl: () => string;
}
