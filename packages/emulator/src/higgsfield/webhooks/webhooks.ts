import { type Era, findHiggsfieldStatus, HIGGSFIELD_WEBHOOKS } from "@klingkit/spec/higgsfield";
import { type CallbackAttempt, createCallbackSender } from "../../server/callbacks/callback-sender.ts";
import { createSentPosts } from "../../server/callbacks/sent-posts.ts";
import type { WebhookSecrets } from "../../server/callbacks/webhook-secrets.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { Announcement } from "../../world/tasks/lifecycle.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { World } from "../../world/world.ts";
import { isErased } from "../requests/handlers.ts";
import { statusWordOf } from "../requests/render-request.ts";
import { HIGGSFIELD } from "../service-name.ts";
import type { HiggsfieldSettings } from "../settings.ts";

export interface WebhookParts {
  readonly settings: HiggsfieldSettings;
  readonly era: Era;
  readonly world: Pick<World, "clock" | "chance" | "faults" | "tasks">;
  readonly secrets: WebhookSecrets;
  readonly render: (task: TaskRecord) => object;
}

export interface Webhooks {
  /** Sends the end of a request to its `hf_webhook`, where it has one. */
  announce(account: Account, task: TaskRecord): Announcement | undefined;
  /** Resolves when no webhook is being sent; late and held ones do not count. */
  sent(): Promise<void>;
  close(): Promise<void>;
}

/** One webhook at the end of a request, repeated until a receiver takes it, and never after the data was erased. */
export function createWebhooks({ settings, era, world, secrets, render }: WebhookParts): Webhooks {
  const { clock, chance, faults, tasks } = world;
  const posts = createSentPosts(settings.fetch);
  const sender = createCallbackSender({
    fetch: posts.fetch,
    nowMs: clock.credentialNowMs,
    sleep: clock.sleep,
    secrets: () => (era.signsWebhooks ? secrets.valid() : []),
    idFor: (taskId, nth) => `msg_${chance.hex("webhook", taskId, nth).slice(0, 24)}`,
    retryDelayMs: createRetryDelays(settings, era),
    isCanceled(taskId) {
      const task = tasks.find(taskId);
      return task === undefined || isErased(task);
    },
  });
  return {
    announce(account, task) {
      const { callbackUrl, model, operationId } = task;
      const word = statusWordOf(task);
      if (callbackUrl === undefined || !findHiggsfieldStatus(word)?.hasWebhook) return undefined;
      const event = { service: HIGGSFIELD, account: account.name, model, operationId, status: word };
      const fault = faults.match("callback", event);
      sender.deliver({ url: callbackUrl, taskId: task.id, body: render(task), fault });
      return fault?.type === "callback-early" ? { delayMs: fault.earlyMs } : undefined;
    },
    sent: posts.settled,
    close: sender.close,
  };
}

/** What is repeated follows the era, for two hours after the first attempt; the waits between are ours. @source DOC 2026-09 */
function createRetryDelays({ switches }: HiggsfieldSettings, { webhookRetries }: Era) {
  const { webhookRetryDelayMs, webhookMaxRetryDelayMs } = switches;
  return ({ attempt, atMs, outcome, status = 0 }: CallbackAttempt, firstAtMs: number): number | undefined => {
    const isFinal = webhookRetries === "network-and-5xx" && outcome === "refused" && status < 500;
    const delayMs = Math.min(webhookMaxRetryDelayMs, webhookRetryDelayMs * 2 ** (attempt - 1));
    return isFinal || atMs + delayMs - firstAtMs > HIGGSFIELD_WEBHOOKS.retrySeconds * 1000
      ? undefined
      : delayMs;
  };
}
