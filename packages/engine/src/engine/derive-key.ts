import { createHash } from "node:crypto";

/** One create of a plan. Never a price, a name or a path: they say nothing about what is bought. */
export interface RequestOrigin {
  readonly account: string;
  readonly purpose: string;
  /** `PlannedJob.hash`: method, path and payload, with the content of its media. */
  readonly requestHash: string;
  /** Which of several equal requests of the plan, from 0. */
  readonly ordinal: number;
  /** How often the request was bought again on purpose before, from 0. */
  readonly round: number;
}

/** A create that takes the place of an earlier one. */
export interface RetryOrigin {
  readonly account: string;
  /** Key of the job that is replaced. */
  readonly replaces: string;
  /** How often that job was replaced before, from 0. */
  readonly retry: number;
}

/** A create of a call to which the caller gave a key of its own. */
export interface CallOrigin {
  readonly account: string;
  /** The caller's idempotency key. */
  readonly key: string;
  /** Which job of the call, from 0. */
  readonly place: number;
}

const PREFIX = "klingkit-";
/** 128 bits: nobody meets another's key by chance. */
const DIGITS = 32;

/**
 * The external task id of a create, the same whoever asks and whatever store is lost: asked for once more, the service refuses
 * it as a duplicate, and its task is found. Keys of stores in use must never change, so neither may this text.
 */
export function deriveKey(origin: RequestOrigin | RetryOrigin | CallOrigin): string {
  return `${PREFIX}${createHash("sha256")
    .update(JSON.stringify(partsOf(origin)))
    .digest("hex")
    .slice(0, DIGITS)}`;
}

function partsOf(origin: RequestOrigin | RetryOrigin | CallOrigin): readonly (string | number)[] {
  if ("replaces" in origin) return ["retry", origin.account, origin.replaces, origin.retry];
  if ("key" in origin) return ["call", origin.account, origin.key, origin.place];
  return ["request", origin.account, origin.purpose, origin.requestHash, origin.ordinal, origin.round];
}

/** A key that no other call of anybody gives. */
export const freshKey = (jobId: string): string => `${PREFIX}${jobId}`;
