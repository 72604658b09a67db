/** How slots are shared out where the account's quota is not told, and how the pool recovers from a 1303. Times in ms. */
export interface SlotSettings {
  /** Tasks in flight per account, model version and pack. Default: learnt. */
  readonly quota?: number | ((pool: string) => number | undefined);
  /** Sent at once before anything is known; the pool grows by one with every answer. Default 1. */
  readonly assumedQuota: number;
  /** First pause before a probing create while somebody else holds our slots. Default 2000. */
  readonly probeFirstMs: number;
  /** Default 60 000. */
  readonly probeMaxMs: number;
  /** First pause before growing beyond a learnt limit. Default 15 minutes. */
  readonly growFirstMs: number;
  /** Each pause beyond a learnt limit is that many times the one before. Default 4. */
  readonly growFactor: number;
}

/** @source INF: the service documents back-off from 1 s only */
export const DEFAULT_SLOT_SETTINGS: SlotSettings = {
  assumedQuota: 1,
  probeFirstMs: 2000,
  probeMaxMs: 60_000,
  growFirstMs: 900_000,
  growFactor: 4,
};

export function quotaOf({ quota }: SlotSettings, pool: string): number | undefined {
  return typeof quota === "function" ? quota(pool) : quota;
}
