import { LONGEST_WAIT_MS } from "./waits.ts";

/** How slots are shared out where the account's quota is not given, and how the pool recovers from a 1303. Times in ms. */
export interface SlotSettings {
  /** Tasks in flight per account, model version and pack. Default: detected. */
  readonly quota?: number | ((pool: string) => number | undefined);
  /**
   * Sent at once before anything is known; the pool grows by one with every answer. Beside them one create tries for more. Default 1.
   */
  readonly assumedQuota: number;
  /** First pause before a probing create while another client has slots that we could use. Default 2000. */
  readonly probeFirstMs: number;
  /** Those pauses double up to this one. Default 12 000. */
  readonly probeSteadyMs: number;
  /** After a long time without a slot they are an eighth of that time, and at most this. Default 60 000. */
  readonly probeMaxMs: number;
  /** First pause before trying for more slots than we ever had. Default 15 000. */
  readonly growFirstMs: number;
  /** Those pauses double up to this one. Default 15 minutes. */
  readonly growMaxMs: number;
}

/** @source INF: the service documents back-off from 1 s only */
export const DEFAULT_SLOT_SETTINGS: SlotSettings = {
  assumedQuota: 1,
  probeFirstMs: 2000,
  probeSteadyMs: 12_000,
  probeMaxMs: 60_000,
  growFirstMs: 15_000,
  growMaxMs: LONGEST_WAIT_MS,
};

export function quotaOf({ quota }: SlotSettings, pool: string): number | undefined {
  return typeof quota === "function" ? quota(pool) : quota;
}

/** Share of the time without a slot by which a slot that became free may be found late. */
const LATE_SHARE = 1 / 8;

/** Pause before the next probe for a slot that another client has, by how long the service has refused more. */
export function probePauseMs(settings: SlotSettings, limitedForMs: number): number {
  const { probeFirstMs, probeSteadyMs, probeMaxMs } = settings;
  const wantedMs = Math.max(Math.min(limitedForMs, probeSteadyMs), limitedForMs * LATE_SHARE);
  return Math.round(Math.min(probeMaxMs, Math.max(probeFirstMs, wantedMs)));
}

/** The same where all slots are ours that we ever had: it may well be the account's limit. */
export const growPauseMs = ({ growFirstMs, growMaxMs }: SlotSettings, limitedForMs: number): number =>
  Math.round(Math.min(growMaxMs, Math.max(growFirstMs, limitedForMs)));
