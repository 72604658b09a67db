import { createHash, timingSafeEqual } from "node:crypto";
import type { KeysOf } from "@klingkit/spec/core";
import { type CallbackRequest, WebhookError } from "klingkit/webhooks";
import {
  type CallbackReader,
  type CallbackSecrets,
  createCallbackReaders,
  HIGGSFIELD_PATH,
} from "./callback-readers.ts";
import type { TakeCallback } from "./callback-source.ts";
import { BodyTooLarge, readLimited } from "./read-limited.ts";

/** A task record with its links is a few kB. */
const MAX_BODY_BYTES = 1_048_576;

export interface CallbackHandlerOptions extends CallbackSecrets {
  /** Such as `engine.receive`. */
  readonly receive: TakeCallback;
  /**
   * Only this path is answered, such as `/callbacks/<secret>`, and `/higgsfield` below it for that service. Default: any, where
   * the caller's router has chosen.
   */
  readonly path?: string;
  /** Hears why a callback was refused or could not be kept. Default: silent. */
  readonly onError?: (error: unknown) => void;
}

export const CALLBACK_HANDLER_NAMES: KeysOf<CallbackHandlerOptions> = {
  receive: true,
  path: true,
  onError: true,
  secrets: true,
  higgsfieldSecrets: true,
  nowMs: true,
};

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
 * 200: kept, or known already. 400: not accepted. 404: another path. 503: the store could not be written.
 */
export function createCallbackJudge(
  options: CallbackHandlerOptions,
): (arrival: Arrival) => Promise<CallbackResponse> {
  const { path, receive, onError = () => {} } = options;
  const readers = createCallbackReaders(options);

  return async ({ method, path: asked, headers, body }) => {
    const reader = readers.find((one) => isFor(one, asked, path));
    // A wrong path looks like a server that has none, so that nobody learns how near a guess was.
    if (!reader) return { status: 404, text: "not found" };
    if (method !== "POST") return { status: 405, text: "POST only" };
    try {
      await receive(reader.read(headers, await readLimited(body, MAX_BODY_BYTES)));
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

/** Without a path of its own, by its end alone. */
function isFor({ path: suffix }: CallbackReader, asked: string, path: string | undefined): boolean {
  if (path !== undefined) return isSame(asked, suffix === "" ? path : `${path}/${suffix}`);
  const isHiggsfield = asked.endsWith(`/${HIGGSFIELD_PATH}`);
  return suffix === HIGGSFIELD_PATH ? isHiggsfield : !isHiggsfield;
}

/** Takes the same time wherever the paths differ. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
