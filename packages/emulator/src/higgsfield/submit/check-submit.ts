import { isPublicHostname } from "@klingkit/spec/core";
import {
  EXAMPLE_CONCURRENCY,
  EXPIRES_AFTER_SECONDS,
  IDEMPOTENCY_KEY,
  INVENTED_STATUS,
} from "@klingkit/spec/higgsfield";
import { availableUnits } from "../../world/accounts/units.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { HiggsfieldState } from "../state.ts";
import { textOf } from "../texts.ts";
import { costUsd } from "./cost.ts";
import type { SubmitRequest } from "./submit-request.ts";

/** Refuses a key of the wrong form. The status is INF. */
export function checkKey(key: string | undefined): Refusal | undefined {
  return key === undefined || IDEMPOTENCY_KEY.test(key) ? undefined : refuse(422, textOf("keyInvalid"));
}

/** Whole seconds between the least and the account's own period. @source DOC 2026-09 (retention) */
export function checkExpiresAfter(value: string | undefined, accountSeconds: number): Refusal | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
  const isRight = seconds >= EXPIRES_AFTER_SECONDS.minimum && seconds <= accountSeconds;
  return isRight ? undefined : refuse(422, textOf("expiresAfterInvalid"));
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * HTTPS on a public host without credentials; the status of a refusal is INF. Receivers on this machine are always taken,
 * so that they can be tried.
 */
export function checkWebhookUrl(url: string | undefined, { settings }: HiggsfieldState): Refusal | undefined {
  if (url === undefined || !settings.switches.checksWebhookUrls) return undefined;
  const refusal = refuse(INVENTED_STATUS.invalidWebhook, textOf("webhookInvalid"));
  if (!URL.canParse(url)) return refusal;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return refusal;
  if (LOOPBACK_HOST.test(hostname)) return undefined;
  return protocol === "https:" && isPublicHostname(hostname) ? undefined : refusal;
}

/** Model, funds, queue: what decides whether a request that is right is taken. The order is INF. */
export function checkAcceptance(request: SubmitRequest): Refusal | undefined {
  return checkModel(request) ?? checkFunds(request) ?? checkQueue(request);
}

/** @source DOC 2026-08-11 (404, 423 or 503); texts INF */
function checkModel({ state, endpoint }: SubmitRequest): Refusal | undefined {
  const status = state.settings.refusedModels[endpoint.id];
  if (status === undefined) return undefined;
  const texts = {
    404: textOf("modelNotFound"),
    423: textOf("modelBlocked"),
    503: textOf("modelUnavailable"),
  } as const;
  return refuse(status, texts[status]);
}

/** What runs is reserved already. Accounts without a balance in US$ have unlimited funds. @source SDK (403: "Not enough credits") */
function checkFunds({ state, account, endpoint, body }: SubmitRequest): Refusal | undefined {
  if (!account.packs?.some(({ unit }) => unit === "usd")) return undefined;
  const available = availableUnits(account, "usd", state.clock.nowMs());
  return costUsd(endpoint, body, state.settings) > available
    ? refuse(403, textOf("notEnoughCredits"))
    : undefined;
}

/** The documented sentence names the number of its example. */
const tooMany = (limit: number): string =>
  textOf("tooManyConcurrent").replace(String(EXAMPLE_CONCURRENCY), String(limit));

/** @source DOC 2026-08-11 (400), DOC 2026-09 (`account_queue_full`, `limit`, `Retry-After`) */
function checkQueue({ state, account }: SubmitRequest): Refusal | undefined {
  const { settings, era, queue } = state;
  const { concurrency, queueFactor, switches } = settings;
  if (era.overConcurrency === "refused") {
    const isFull = queue.running(account) >= concurrency;
    return isFull ? refuse(400, tooMany(concurrency)) : undefined;
  }
  const limit = concurrency * queueFactor;
  if (queue.running(account) < concurrency || queue.waiting(account) < limit) return undefined;
  return {
    ...refuse(429, textOf("queueFull")),
    more: { code: "account_queue_full", limit },
    retryAfterSeconds: switches.queueRetryAfterSeconds,
  };
}
