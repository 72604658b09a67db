import { readHiggsfieldWebhook, verifyHiggsfieldWebhook } from "klingkit/higgsfield";
import { checkWebhookSecrets, readCallback, type TaskSnapshot, verifyCallback } from "klingkit/webhooks";
import type { Callback } from "../follow/inbox.ts";

/** Headers as a server has them. */
type Headers = Parameters<typeof verifyCallback>[0]["headers"];

/** Believes and reads the callbacks of one service. */
export interface CallbackReader {
  /** Appended to the path of callbacks; empty for the service that has none. */
  readonly path: string;
  /** Throws WebhookError for what is not believed. */
  read(headers: Headers, rawBody: string): Callback;
}

export interface CallbackSecrets {
  /** `whsec_…` from Kling's console; with one, unsigned and wrongly signed callbacks are refused. Default: none. */
  readonly secrets?: readonly string[];
  /** The same from Higgsfield's console. Default: none. */
  readonly higgsfieldSecrets?: readonly string[];
  /** Unix ms, for the age of signatures. Default Date.now. */
  readonly nowMs?: (() => number) | undefined;
}

/** Readers of every service. Throws WebhookError for a secret that cannot be one. */
export function createCallbackReaders({
  secrets = [],
  higgsfieldSecrets = [],
  nowMs,
}: CallbackSecrets): readonly CallbackReader[] {
  for (const given of [secrets, higgsfieldSecrets]) if (given.length > 0) checkWebhookSecrets(given);
  return [
    {
      path: "",
      read: (headers, rawBody) =>
        callbackOf(
          secrets.length > 0
            ? verifyCallback({ headers, rawBody }, { secrets, nowMs }).task
            : readCallback(rawBody),
        ),
    },
    {
      path: HIGGSFIELD_PATH,
      read(headers, rawBody) {
        if (higgsfieldSecrets.length === 0) return callbackOf(readHiggsfieldWebhook(rawBody));
        const options = { secrets: higgsfieldSecrets, nowMs };
        const { task, deliveryId } = verifyHiggsfieldWebhook({ headers, rawBody }, options);
        return { ...callbackOf(task), eventId: deliveryId };
      },
    },
  ];
}

/** Where webhooks of Higgsfield arrive, below the path of callbacks. */
export const HIGGSFIELD_PATH = "higgsfield";

const UNDER_WAY: readonly TaskSnapshot["status"][] = ["submitted", "processing"];

const callbackOf = ({ taskId, externalTaskId, status, rawStatus, raw }: TaskSnapshot): Callback => ({
  taskId,
  ...(externalTaskId === undefined ? {} : { externalTaskId }),
  status: rawStatus,
  tellsEnd: !UNDER_WAY.includes(status),
  body: raw,
});
