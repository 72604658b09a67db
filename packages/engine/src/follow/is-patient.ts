import type { EngineContext } from "../context/engine-context.ts";

/**
 * Whether the reads of a task leave time for a callback although none has come yet: where each task is a request of its own, the
 * reads before the first callback would be most of all.
 */
export const isPatient = ({
  callbackUrl,
  callbackTrust,
  provider,
}: Pick<EngineContext, "callbackUrl" | "callbackTrust" | "provider">): boolean =>
  callbackUrl !== undefined && provider.readBatchSize === 1 && callbackTrust.isOpen();
