import type { Unit } from "@klingkit/spec";
import type { Clock } from "klingkit";
import type { CallContext, Provider } from "../provider/provider.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Store } from "../store/store.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { CallbackTrust } from "./callback-trust.ts";
import type { Collector } from "./collector.ts";
import type { PlanContext } from "./media-loader.ts";
import type { ReadWatch } from "./read-watch.ts";
import type { SlotSettings } from "./slot-settings.ts";
import type { SpendLimits } from "./spend-limits.ts";
import type { EngineTiming } from "./timing.ts";

/** How many jobs of one kind a process works on at once. */
export interface EngineWidth {
  readonly submits: number;
  readonly reads: number;
  readonly downloads: number;
}

export const DEFAULT_WIDTH: EngineWidth = { submits: 64, reads: 200, downloads: 6 };

/** What every stage of the engine stands on. A function takes the part that it needs: `Pick<EngineContext, "store" | "clock">`. */
export interface EngineContext {
  readonly store: Store;
  readonly provider: Provider;
  /** The provider of another account of the engine, for results that jobs of this one take; undefined where there is none. */
  readonly providerOf: (account: AccountKey) => Provider | undefined;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  readonly timing: EngineTiming;
  readonly width: EngineWidth;
  readonly slots: SlotSettings;
  readonly limits: SpendLimits;
  /** What a call without a key may cost at most, per unit, for it to be paid for again when its response was lost. */
  readonly payAgain: Readonly<Partial<Record<Unit, number>>>;
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
  /** Where steps are reported; absent for nowhere. */
  readonly telemetry?: Telemetry;
}

/** Whether the run ended and gave its exchanges up: their failures are its own, and no news of the service. */
export const isInterrupted = ({ interrupt }: EngineContext): boolean => interrupt?.aborted === true;

/** How long one exchange may take, and what ends it before. */
export function callContext({ interrupt }: EngineContext, timeoutMs: number): CallContext {
  return interrupt ? { timeoutMs, signal: interrupt } : { timeoutMs };
}
