import type { Clock } from "klingkit";
import type { Collector } from "../collect/collector.ts";
import type { CallbackTrust } from "../follow/callback-trust.ts";
import type { ReadWatch } from "../follow/read-watch.ts";
import type { SpendLimits } from "../ledger/limits.ts";
import type { PlanContext } from "../plan/load-media.ts";
import type { CallContext, Provider } from "../provider/provider.ts";
import type { SlotSettings } from "../slots/slot-settings.ts";
import type { Store } from "../store/store.ts";
import { LONGEST_PAUSE_MS } from "./waits.ts";

/** All waits of the engine, in ms unless said otherwise. */
export interface EngineTiming {
  /** No byte of a create leaves later than this after its intent was committed. */
  readonly sendWindowMs: number;
  /** One create, until its answer is complete. */
  readonly submitTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** A process that has not been heard of for so long has lost its jobs. */
  readonly leaseMs: number;
  /** How often the due index is looked at. */
  readonly pollMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Creates in a row that did not reach the service, before their pool stops. */
  readonly unreachableTries: number;
  /** Without an answer from any lookup for so long, a person has to decide. */
  readonly unknownAfterMs: number;
  /** Sends of one key that ended unclear and were proved absent, before the job is rejected. */
  readonly maxSends: number;
  /** Tasks that are due within this time are read along with one that is due now: longer than the densest step, so that all whose end is near share requests. */
  readonly readSlackMs: number;
}

/** @source INF */
export const DEFAULT_TIMING: EngineTiming = {
  sendWindowMs: 10_000,
  submitTimeoutMs: 60_000,
  readTimeoutMs: 30_000,
  leaseMs: 15_000,
  pollMs: 250,
  backoffFirstMs: 1000,
  backoffMaxMs: 60_000,
  unreachableTries: 7,
  unknownAfterMs: 1_800_000,
  maxSends: 5,
  readSlackMs: 2500,
};

/** How many jobs of one kind a process works on at once. */
export interface EngineWidth {
  readonly submits: number;
  readonly reads: number;
  readonly downloads: number;
}

export const DEFAULT_WIDTH: EngineWidth = { submits: 64, reads: 200, downloads: 6 };

/** What every room of the engine stands on. */
export interface EngineContext {
  readonly store: Store;
  readonly provider: Provider;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  readonly timing: EngineTiming;
  readonly width: EngineWidth;
  readonly slots: SlotSettings;
  readonly limits: SpendLimits;
  /** Name of this process in leases. */
  readonly owner: string;
  readonly plans: PlanContext;
  readonly collector: Collector;
  readonly callbackUrl?: string;
  readonly callbackTrust: CallbackTrust;
  readonly readWatch: ReadWatch;
  /** Gives up exchanges that wait for an answer; what became of them is looked up later. */
  readonly interrupt?: AbortSignal;
  /** Hears about failures that cost no job, such as a failed read. */
  readonly onError: (error: unknown, jobId?: string) => void;
}

/** How long one exchange may take, and what ends it before. */
export function callContext({ interrupt }: EngineContext, timeoutMs: number): CallContext {
  return interrupt ? { timeoutMs, signal: interrupt } : { timeoutMs };
}

/** Doubling pause with half of it random. The service may ask for a longer one, within reason. */
export function backoffMs(
  { timing, random }: Pick<EngineContext, "timing" | "random">,
  failures: number,
  retryAfterMs = 0,
): number {
  const full = Math.min(timing.backoffMaxMs, timing.backoffFirstMs * 2 ** Math.min(failures, 20));
  const ownMs = full / 2 + (full / 2) * random();
  return Math.round(retryAfterMs > ownMs ? Math.min(retryAfterMs, LONGEST_PAUSE_MS) : ownMs);
}
