import type { Era } from "@klingkit/spec/higgsfield";
import { createLifecycle, type Lifecycle, type LifecycleParts } from "../world/tasks/lifecycle.ts";
import type { World } from "../world/world.ts";
import { checkInputs } from "./check-inputs.ts";
import { createRequestQueue, type RequestQueue } from "./queue.ts";
import { retentionSecondsOf } from "./requests/render-request.ts";
import { HIGGSFIELD } from "./service-name.ts";
import type { HiggsfieldSettings } from "./settings.ts";
import { planLife } from "./submit/life.ts";
import type { UploadStorage } from "./uploads/upload-storage.ts";

export interface RequestLifeParts {
  readonly world: World;
  readonly settings: HiggsfieldSettings;
  readonly era: Era;
  readonly storage: UploadStorage;
  readonly announce: LifecycleParts["announce"];
}

export interface RequestLife {
  readonly lifecycle: Lifecycle;
  readonly queue: RequestQueue;
}

/** Requests move on, and each end gives its slot to the next in the queue. */
export function createRequestLife({
  world,
  settings,
  era,
  storage,
  announce,
}: RequestLifeParts): RequestLife {
  const { clock, chance, journal, tasks } = world;
  const lifecycle = createLifecycle({
    clock,
    tasks,
    images: world.images,
    checkInputs: (task) => checkInputs(task, { settings, storage }),
    announce,
    expiresAtMs: (task) =>
      (era.retainedFrom === "end" ? clock.nowMs() : task.createdAtMs) + retentionSecondsOf(task) * 1000,
    onBilled(account) {
      journal.billed({ account: account.name, service: HIGGSFIELD });
      if (account.packs) world.store.account(account);
    },
    onEnded: (account) => queue.fill(account),
  });
  const queue = createRequestQueue({
    tasks,
    concurrency: settings.concurrency,
    start(account, { id, plan, ...task }) {
      const { failure, failureReason } = plan;
      const started = tasks.change(account, id, {
        plan: planLife({ settings, clock, chance }, task, { failure, failureReason }),
      });
      if (started) lifecycle.follow(account, started, { isNew: false });
    },
  });
  return { lifecycle, queue };
}
