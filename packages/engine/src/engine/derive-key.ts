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

const PREFIX = "klingkit-";
/** 128 bits: nobody meets another's key by chance. */
const DIGITS = 32;

/**
 * The external task id of a create, the same whoever asks and whatever store is lost: asked for once more, the service refuses
 * it as a duplicate, and its task is found. Keys of stores in use must never change, so neither may this text.
 */
export function deriveKey(origin: RequestOrigin | RetryOrigin): string {
  const parts =
    "replaces" in origin
      ? ["retry", origin.account, origin.replaces, origin.retry]
      : ["request", origin.account, origin.purpose, origin.requestHash, origin.ordinal, origin.round];
  return `${PREFIX}${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, DIGITS)}`;
}

/** A key that no other call of anybody gives. */
export const freshKey = (jobId: string): string => `${PREFIX}${jobId}`;
