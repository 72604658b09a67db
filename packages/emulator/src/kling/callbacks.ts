import { findCreate } from "@klingkit/spec";
import {
  type CallbackAttempt,
  type CallbackSenderOptions,
  createCallbackSender,
} from "../server/callbacks/callback-sender.ts";
import { createSentPosts } from "../server/callbacks/sent-posts.ts";
import type { WebhookSecrets } from "../server/callbacks/webhook-secrets.ts";
import type { Account } from "../world/accounts/account.ts";
import type { Announcement } from "../world/tasks/lifecycle.ts";
import { isEnded, type TaskRecord } from "../world/tasks/task-record.ts";
import type { World } from "../world/world.ts";
import { renderLegacyCallback } from "./renderings/legacy-task.ts";
import { renderStandardCallback } from "./renderings/standard-task.ts";
import type { LinksOf } from "./renderings/task-links.ts";
import { KLING } from "./service-name.ts";
import type { KlingSettings } from "./settings.ts";
import { createTestCallbacks } from "./test-callback.ts";

export interface CallbackParts {
  readonly settings: KlingSettings;
  readonly world: Pick<World, "clock" | "chance" | "faults">;
  readonly secrets: WebhookSecrets;
  readonly linksOf: LinksOf;
}

export interface Callbacks {
  /** Sends a state to the task's `callback_url`, where it has one. */
  announce(account: Account, task: TaskRecord): Announcement | undefined;
  /** Sends the console's test callback. Throws RangeError within 6 s of the last. */
  sendTest(url: string): Promise<CallbackAttempt>;
  /** Resolves when no callback is being sent; late and held ones do not count. */
  sent(): Promise<void>;
  close(): Promise<void>;
}

/** Callbacks for every state, in the shape of the family that made the task. @source DOC 2026-09 callbacks page */
export function createCallbacks({ settings, world, secrets, linksOf }: CallbackParts): Callbacks {
  const { clock, chance, faults } = world;
  const posts = createSentPosts(settings.fetch);
  const options: CallbackSenderOptions = {
    fetch: posts.fetch,
    nowMs: clock.credentialNowMs,
    sleep: clock.sleep,
    secrets: secrets.valid,
    idFor: (taskId, nth) => deliveryId(chance.hex("callback", taskId, nth)),
  };
  const sender = createCallbackSender({ ...options, retryDelayMs: retryDelays(settings) });

  function bodyOf(task: TaskRecord): object {
    const taskLinks = linksOf(task, clock.nowMs());
    const { switches } = settings;
    return task.family === "legacy" && switches.callbackBodies === "family"
      ? renderLegacyCallback(task, taskLinks)
      : renderStandardCallback(task, taskLinks, switches);
  }

  return {
    announce(account, task) {
      const { callbackUrl, status } = task;
      if (callbackUrl === undefined) return undefined;
      if (findCreate(task.operationId)?.callbacks === "end" && !isEnded(task)) return undefined;
      if (status === "submitted" && !settings.switches.sendsSubmittedCallback) return undefined;
      const { model, operationId } = task;
      const event = { service: KLING, account: account.name, model, operationId, status };
      const fault = faults.match("callback", event);
      sender.deliver({ url: callbackUrl, taskId: task.id, body: bodyOf(task), fault });
      return fault?.type === "callback-early" && isEnded(task) ? { delayMs: fault.earlyMs } : undefined;
    },
    sendTest: createTestCallbacks({ options, nowMs: clock.nowMs, chance }),
    sent: posts.settled,
    close: sender.close,
  };
}

const LEAST_ID = 10n ** 18n;

/** 19 digits. @source DOC 2026-09 callbacks page */
const deliveryId = (hex: string): string =>
  String(LEAST_ID + (BigInt(`0x${hex.slice(0, 16)}`) % (9n * LEAST_ID)));

const TOO_MANY = 429;
const FIRST_SERVER_ERROR = 500;

/** Nothing is documented, so that what is repeated, and when, is a guess. INF */
function retryDelays({ switches }: KlingSettings) {
  return ({ attempt, outcome, status = 0 }: CallbackAttempt): number | undefined => {
    const isFinal = outcome === "refused" && status !== TOO_MANY && status < FIRST_SERVER_ERROR;
    return isFinal ? undefined : switches.callbackRetryDelaysMs[attempt - 1];
  };
}
