import type { TaskSnapshot } from "../core/task.ts";
import { readCallback } from "./read-callback.ts";
import {
  type CallbackRequest,
  requireDelivery,
  type VerifyOptions,
  verifySignature,
} from "./verify-signature.ts";

export interface VerifiedCallback {
  /** Id of the delivery: the same id twice is the same delivery. */
  readonly deliveryId: string;
  readonly sentAtMs: number;
  readonly task: TaskSnapshot;
}

/**
 * Checks the signature of a Kling callback (Standard Webhooks) and reads the task in it, either family's shape.
 * Throws WebhookError. Even a verified callback is best confirmed by `tasks.status` before money depends on it.
 */
export function verifyCallback(request: CallbackRequest, options: VerifyOptions): VerifiedCallback {
  requireDelivery("verifyCallback", request, options);
  const { deliveryId, sentAtMs, body } = verifySignature(request, options, UNSIGNED);
  return { deliveryId, sentAtMs, task: readCallback(body) };
}

const UNSIGNED = "Kling signs callbacks only after a webhook secret was made in the console.";
