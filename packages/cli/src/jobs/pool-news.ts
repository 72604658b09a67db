import type { EngineEvent, PoolPause } from "@klingkit/engine";
import { findModel } from "@klingkit/spec";

export type PoolEvent = Extract<
  EngineEvent,
  { readonly kind: "pool-waits" | "pool-stopped" | "pool-resumed" }
>;

const KINDS: readonly EngineEvent["kind"][] = ["pool-waits", "pool-stopped", "pool-resumed"];

/** An event about all jobs of an account for one model. */
export const isPoolEvent = (event: EngineEvent): event is PoolEvent => KINDS.includes(event.kind);

export function poolEventJson({ kind, atMs, data, worker }: PoolEvent): Readonly<Record<string, unknown>> {
  const { account, pool, ...rest } = data;
  const { nextTryAtMs, ...facts } = { nextTryAtMs: undefined, ...rest };
  return {
    event: kind,
    at: new Date(atMs).toISOString(),
    account,
    pool,
    ...facts,
    ...(nextTryAtMs === undefined ? {} : { next_try_at: new Date(nextTryAtMs).toISOString() }),
    ...(worker === undefined ? {} : { worker }),
  };
}

/** One line for people. `models`: as jobs name them. */
export function poolEventText(event: PoolEvent, models: Iterable<string>): string {
  const { atMs: nowMs } = event;
  switch (event.kind) {
    case "pool-waits":
      return pauseText(event.data, { nowMs, models });
    case "pool-stopped":
      return pauseText({ ...event.data, why: "stopped" }, { nowMs, models });
    case "pool-resumed":
      return `${poolName(event.data.pool, models)}: the service accepts create requests again.`;
  }
}

const MS_PER_SECOND = 1000;

/** Why nothing is sent for a model, and when the next create is tried. */
export function pauseText(
  { pool, why, message, nextTryAtMs }: PoolPause,
  { nowMs, models }: { readonly nowMs: number; readonly models: Iterable<string> },
): string {
  // The reason comes last: on a board the line may be cut.
  return `${poolName(pool, models)}: ${PAUSE_WORDS[why]}${nextTryText(nextTryAtMs, nowMs)}. ${message}`;
}

/** `, next try in 12 s`; empty where that is not known. */
export function nextTryText(nextTryAtMs: number | undefined, nowMs: number): string {
  if (nextTryAtMs === undefined) return "";
  return `, next try in ${Math.max(0, Math.ceil((nextTryAtMs - nowMs) / MS_PER_SECOND))} s`;
}

export const PAUSE_WORDS: Readonly<Record<PoolPause["why"], string>> = {
  slots: "account full",
  rate: "too many requests",
  unreachable: "no connection and nothing sent",
  stopped: "stopped",
};

/** A pool by the model that jobs name, of which both spellings share one. */
export function poolName(pool: string, models: Iterable<string>): string {
  const name = pool.replace(/\/video$/, "");
  const model = findModel(name);
  return [...models].find((named) => model !== undefined && findModel(named) === model) ?? name;
}
