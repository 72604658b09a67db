import type { JobMetadata } from "@klingkit/ai-sdk";

interface CallMetadata {
  readonly key: string;
  readonly batch: string;
  readonly units: number;
  readonly jobs: readonly JobMetadata[];
}

/** `providerMetadata.klingkit` of a result. */
export function callMetadata(metadata: Readonly<Record<string, unknown>> | undefined): CallMetadata {
  const own = metadata?.["klingkit"];
  if (typeof own !== "object" || own === null || !("jobs" in own))
    throw new Error("the result has no metadata of klingkit");
  // The shape is what the tests are about: what is wrong in it fails them.
  return own as CallMetadata;
}
