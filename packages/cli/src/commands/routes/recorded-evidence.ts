import { existsSync } from "node:fs";
import type { RouteEvidence } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { type StoreOptions, storeAddress } from "../../session/store-address.ts";

/** What purchases of this store have proved, by route; nothing where there is no store yet. */
export async function readRecorded(
  deps: Deps,
  options: StoreOptions,
): Promise<ReadonlyMap<string, readonly RouteEvidence[]>> {
  const address = storeAddress(deps, options);
  if (address.kind === "sqlite" && !existsSync(address.path)) return new Map();
  const { withStoreIfThere } = await import("../../jobs/open-store.ts");
  const { readRouteEvidence } = await import("@klingkit/engine");
  const all = (await withStoreIfThere(deps, options, ({ reader }) => readRouteEvidence(reader))) ?? [];
  return Map.groupBy(all, ({ routeId }) => routeId);
}

export const evidenceJson = (evidence: RouteEvidence) => ({
  confidence: "LIVE" as const,
  readOn: dayOf(evidence.endedAtMs),
  note: `own purchase, says ${evidence.promotedBy}`,
  job: evidence.jobId,
  taskId: evidence.taskId,
  payload_hash: evidence.payloadHash,
  deductedUnits: String(evidence.units),
  unit: evidence.unit,
  promoted_at: new Date(evidence.promotedAtMs).toISOString(),
});

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
