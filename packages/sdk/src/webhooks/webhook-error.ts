import { hasMarker, KlingkitError } from "../core/errors/klingkit-error.ts";

/** Why a callback was not believed. */
export type WebhookProblem = "headers" | "timestamp" | "signature" | "body" | "secret";

const marker = Symbol.for("klingkit.WebhookError");

/** A callback that must not be trusted: respond with 400 and read the task yourself. */
export class WebhookError extends KlingkitError {
  override readonly name: string = "WebhookError";
  readonly [marker] = true;
  readonly problem: WebhookProblem;

  constructor(problem: WebhookProblem, message: string, cause?: unknown) {
    super({ message, code: "KLINGKIT_WEBHOOK", isRetryable: false, mayHaveCharged: "no", cause });
    this.problem = problem;
  }

  static override isInstance(value: unknown): value is WebhookError {
    return hasMarker(value, marker);
  }
}
