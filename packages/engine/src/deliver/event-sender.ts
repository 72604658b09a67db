import { createHmac } from "node:crypto";
import type { KeysOf } from "@klingkit/spec/core";
import { checkWebhookSecrets } from "klingkit/webhooks";
import { requireFields } from "../arguments/require-fields.ts";
import { type Deliver, DeliveryRefusedError } from "./attempt.ts";
import type { TaskEvent } from "./task-event.ts";

export interface EventSenderOptions {
  readonly url: string;
  /** `whsec_…`; several while one is being replaced, each of which makes a signature. */
  readonly secrets: string | readonly string[];
  /** Default: the runtime's. */
  readonly fetch?: typeof fetch;
  /** Unix ms, for the signature. Default Date.now: a receiver compares it with its own clock. */
  readonly nowMs?: () => number;
  /** More headers, such as `Authorization` of a proxy in front. */
  readonly headers?: Readonly<Record<string, string>>;
}

const OPTIONS: KeysOf<EventSenderOptions> = {
  url: true,
  secrets: true,
  fetch: true,
  nowMs: true,
  headers: true,
};

/**
 * Sends events by POST, signed as Standard Webhooks says. 2xx: taken; any other status, a redirect among them, and no response
 * within the time-out: not taken. Throws WebhookError for a secret that cannot be one.
 */
export function createEventSender(given: EventSenderOptions): Deliver {
  requireFields("createEventSender", given, { needs: ["url", "secrets"], known: OPTIONS });
  const { url, secrets, ...options } = given;
  const all = typeof secrets === "string" ? [secrets] : secrets;
  checkWebhookSecrets(all);
  const { fetch = globalThis.fetch, nowMs = Date.now, headers = {} } = options;
  return async (event, { signal }) => {
    const body = JSON.stringify(event);
    const response = await fetch(url, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        ...signEvent({ id: event.id, atMs: nowMs(), body, secrets: all }),
      },
      body,
      redirect: "manual",
      signal,
    });
    const { status, ok } = response;
    await response.body?.cancel();
    if (!ok) throw new DeliveryRefusedError(status, `the receiver responded with HTTP ${status}`);
    return { status };
  };
}

export interface SignOptions extends Pick<TaskEvent, "id"> {
  /** Unix ms. */
  readonly atMs: number;
  /** Exactly as it is sent. */
  readonly body: string;
  readonly secrets: readonly string[];
}

const SIGN_NAMES: KeysOf<SignOptions> = {
  id: true,
  atMs: true,
  body: true,
  secrets: true,
};

/** The three headers of Standard Webhooks. */
export function signEvent(options: SignOptions): Readonly<Record<string, string>> {
  requireFields("signEvent", options, { needs: ["id", "atMs", "body", "secrets"], known: SIGN_NAMES });
  const { id, atMs, body, secrets } = options;
  const timestamp = String(Math.floor(atMs / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
