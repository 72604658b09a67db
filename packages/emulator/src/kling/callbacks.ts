import type { Settings } from "../options.ts";
import { createCallbackSender } from "../server/callbacks/callback-sender.ts";
import type { ResultLinks } from "../server/results/result-links.ts";
import type { Account } from "../world/accounts/account.ts";
import type { Chance } from "../world/chance.ts";
import type { EmulatorClock } from "../world/clock/emulator-clock.ts";
import type { Faults } from "../world/faults/faults.ts";
import type { Announcement } from "../world/tasks/lifecycle.ts";
import { isEnded, type TaskRecord } from "../world/tasks/task-record.ts";
import { renderLegacyTask } from "./renderings/legacy-task.ts";
import { renderStandardTask } from "./renderings/standard-task.ts";

export interface AnnouncerParts {
  readonly settings: Settings;
  readonly clock: Pick<EmulatorClock, "nowMs" | "credentialNowMs" | "sleep">;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly links: ResultLinks;
}

export interface Announcer {
  announce(account: Account, task: TaskRecord): Announcement | undefined;
  /** Resolves when no callback is on its way; late and held ones do not count. */
  arrived(): Promise<void>;
  close(): Promise<void>;
}

/** Tells a task's `callback_url` about every state, in the shape of the family that made the task. @source DOC 2026-09 callbacks page */
export function createAnnouncer({ settings, clock, chance, faults, links }: AnnouncerParts): Announcer {
  const posts = new Set<Promise<unknown>>();
  const sender = createCallbackSender({
    fetch(input, init) {
      const post = settings.fetch(input, init);
      const done = post.catch(() => undefined).finally(() => posts.delete(done));
      posts.add(done);
      return post;
    },
    nowMs: clock.credentialNowMs,
    sleep: clock.sleep,
    secrets: () => settings.webhookSecrets ?? [],
    idFor: (taskId, nth) => chance.uuid("callback", taskId, nth),
  });

  function bodyOf(task: TaskRecord): object {
    const taskLinks = links.of(task, clock.nowMs());
    return task.family === "legacy" ? renderLegacyTask(task, taskLinks) : renderStandardTask(task, taskLinks);
  }

  return {
    announce(account, task) {
      const { callbackUrl, status } = task;
      if (callbackUrl === undefined) return undefined;
      if (status === "submitted" && !settings.switches.sendsSubmittedCallback) return undefined;
      const event = { account: account.name, model: task.model, operationId: task.operationId, status };
      const fault = faults.match("callback", event);
      sender.deliver({ url: callbackUrl, taskId: task.id, body: bodyOf(task), fault });
      return fault?.type === "callback-early" && isEnded(task) ? { delayMs: fault.earlyMs } : undefined;
    },
    async arrived() {
      // A delivery reaches its POST within one turn of the event loop.
      do {
        await Promise.all(posts);
        await new Promise((resolve) => setImmediate(resolve));
      } while (posts.size > 0);
    },
    close: sender.close,
  };
}
