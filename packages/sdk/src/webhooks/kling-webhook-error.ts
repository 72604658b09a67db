import { hasMarker, KlingError } from "../core/errors/kling-error.ts";

/** Why a callback was not believed. */
export type WebhookProblem = "headers" | "timestamp" | "signature" | "body" | "secret";

const marker = Symbol.for("klingkit.KlingWebhookError");

/** A callback that must not be believed: answer 400 and read the task yourself. */
export class KlingWebhookError extends KlingError {
  override readonly name: string = "KlingWebhookError";
  readonly [marker] = true;
  readonly problem: WebhookProblem;

  constructor(problem: WebhookProblem, message: string, cause?: unknown) {
    super({ message, code: "KLING_WEBHOOK", isRetryable: false, mayHaveCharged: "no", cause });
    this.problem = problem;
  }

  static override isInstance(value: unknown): value is KlingWebhookError {
    return hasMarker(value, marker);
  }
}
