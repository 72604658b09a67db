import { parseJson } from "../core/json.ts";
import type { TaskSnapshot } from "../core/task.ts";
import {
  type CallbackRequest,
  requireDelivery,
  type VerifyOptions,
  verifySignature,
} from "../webhooks/verify-signature.ts";
import { WebhookError } from "../webhooks/webhook-error.ts";
import { parseHiggsfieldRequest } from "./parse-request.ts";

export interface VerifiedHiggsfieldWebhook {
  /** `webhook-id`: the same on every delivery of the same event, to tell duplicates. */
  readonly deliveryId: string;
  readonly sentAtMs: number;
  readonly task: TaskSnapshot;
}

/**
 * Checks the signature of a Higgsfield webhook (Standard Webhooks) and reads the request in it. Throws WebhookError. Deliveries are
 * signed from the moment the secret is first shown in the console. Confirm by `requests.status` before money depends on it.
 */
export function verifyHiggsfieldWebhook(
  request: CallbackRequest,
  options: VerifyOptions,
): VerifiedHiggsfieldWebhook {
  requireDelivery("verifyHiggsfieldWebhook", request, options);
  const { deliveryId, sentAtMs, body } = verifySignature(request, options, UNSIGNED);
  return { deliveryId, sentAtMs, task: readHiggsfieldWebhook(body) };
}

const UNSIGNED = "Higgsfield signs webhooks only after the webhook secret was shown in the console.";

/** Reads the request in a webhook without checking who sent it: a hint to read the request, never more. Throws WebhookError `body`. */
export function readHiggsfieldWebhook(rawBody: string): TaskSnapshot {
  const task = parseHiggsfieldRequest(parseOrFail(rawBody));
  if (task && task.rawStatus !== "") return task;
  throw new WebhookError("body", "There is no request in the webhook.");
}

function parseOrFail(body: string): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new WebhookError("body", "The webhook is not JSON.", cause);
  }
}
