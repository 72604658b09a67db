import type { JSONValue } from "@ai-sdk/provider";
import { isJsonObject } from "@klingkit/spec";
import type { Json } from "../results.ts";
import type { Delivery } from "../settings.ts";
import { KlingkitVideoError } from "../video-error.ts";
import type { BoughtCall } from "./bought-call.ts";

/** What `doStart` hands to `doStatus`, perhaps of another process: plain JSON, without secrets. */
export interface Operation {
  readonly call: BoughtCall;
  readonly delivery: Delivery;
  /** The caller waits for a callback and asks once: the answer must be the end. */
  readonly isAwaited: boolean;
}

const VERSION = 1;
const DELIVERIES: readonly Delivery[] = ["uploaded", "binary", "url"];

export const writeOperation = ({ call, delivery, isAwaited }: Operation): Json => ({
  v: VERSION,
  key: call.key ?? null,
  batch: call.batch,
  jobs: [...call.jobIds],
  deliver: delivery,
  awaited: isAwaited,
});

/** Throws KlingkitVideoError `request_invalid` for what is no operation of this provider. */
export function readOperation(value: JSONValue): Operation {
  const { v, key, batch, jobs, deliver, awaited } = isJsonObject(value) ? value : {};
  const delivery = DELIVERIES.find((known) => known === deliver);
  const jobIds = Array.isArray(jobs) ? jobs.filter((id) => typeof id === "string") : [];
  if (v === VERSION && typeof batch === "string" && jobIds.length > 0 && delivery) {
    const call = { key: typeof key === "string" ? key : undefined, batch, jobIds };
    return { call, delivery, isAwaited: awaited === true };
  }
  throw new KlingkitVideoError({
    code: "request_invalid",
    message:
      "The operation was not made by klingkit, or by a newer version of it. You may have been charged for its videos. Pass what doStart returned, unchanged.",
    mayHaveCharged: "unknown",
  });
}
