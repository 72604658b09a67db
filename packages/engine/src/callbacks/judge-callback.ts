import { createHash, timingSafeEqual } from "node:crypto";
import {
  type CallbackRequest,
  checkWebhookSecrets,
  readCallback,
  type TaskSnapshot,
  verifyCallback,
  WebhookError,
} from "klingkit/webhooks";
import type { Callback } from "../follow/inbox.ts";
import type { TakeCallback } from "./callback-source.ts";
import { BodyTooLarge, readLimited } from "./read-limited.ts";

/** A task record with its links is a few kB. */
const MAX_BODY_BYTES = 1_048_576;

export interface CallbackHandlerOptions {
  /** Such as `engine.receive`. */
  readonly receive: TakeCallback;
  /** Only this path is answered, such as `/callbacks/<secret>`. Default: any, where the caller's router has chosen. */
  readonly path?: string;
  /** `whsec_…` from the console; with one, unsigned and wrongly signed callbacks are refused. Default: none. */
  readonly secrets?: readonly string[];
  /** Unix ms, for the age of signatures. Default Date.now. */
  readonly nowMs?: () => number;
  /** Hears why a callback was refused or could not be kept. Default: silent. */
  readonly onError?: (error: unknown) => void;
}

/** One request that may be a callback. */
export interface Arrival {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: CallbackRequest["headers"];
  readonly body: AsyncIterable<Uint8Array>;
}

export interface CallbackResponse {
  readonly status: number;
  readonly text: string;
}

/**
 * Judges callbacks, whatever server they came to. Throws WebhookError for a secret that cannot be one.
 * 200: kept, or known already. 400: not believed. 404: another path. 503: the store could not be written.
 */
export function createCallbackJudge(
  options: CallbackHandlerOptions,
): (arrival: Arrival) => Promise<CallbackResponse> {
  const { path, secrets = [], receive, nowMs, onError = () => {} } = options;
  if (secrets.length > 0) checkWebhookSecrets(secrets);

  const read = (headers: Arrival["headers"], rawBody: string): TaskSnapshot =>
    secrets.length > 0
      ? verifyCallback({ headers, rawBody }, { secrets, nowMs }).task
      : readCallback(rawBody);

  return async ({ method, path: asked, headers, body }) => {
    // A wrong path looks like a server that has none, so that nobody learns how near a guess was.
    if (path !== undefined && !isSame(asked, path)) return { status: 404, text: "not found" };
    if (method !== "POST") return { status: 405, text: "POST only" };
    try {
      await receive(toCallback(read(headers, await readLimited(body, MAX_BODY_BYTES))));
      return { status: 200, text: "kept" };
    } catch (error) {
      onError(error);
      return { status: statusOf(error), text: "refused, or could not be kept" };
    }
  };
}

function statusOf(error: unknown): number {
  if (error instanceof BodyTooLarge) return 413;
  return WebhookError.isInstance(error) ? 400 : 503;
}

const UNDER_WAY: readonly TaskSnapshot["status"][] = ["submitted", "processing"];

const toCallback = ({ taskId, externalTaskId, status, rawStatus, raw }: TaskSnapshot): Callback => ({
  taskId,
  ...(externalTaskId === undefined ? {} : { externalTaskId }),
  status: rawStatus,
  tellsEnd: !UNDER_WAY.includes(status),
  body: raw,
});

/** Takes the same time wherever the paths differ. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
