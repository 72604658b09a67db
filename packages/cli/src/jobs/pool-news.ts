import type { EngineEvent, PoolPause } from "@klingkit/engine";

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

/** One line for people. */
export function poolEventText(event: PoolEvent): string {
  switch (event.kind) {
    case "pool-waits":
      return pauseText(event.data, event.atMs);
    case "pool-stopped":
      return pauseText({ ...event.data, why: "stopped" }, event.atMs);
    case "pool-resumed":
      return `${modelOf(event.data)}: the service accepts create requests again.`;
  }
}

const MS_PER_SECOND = 1000;

/** Why nothing is sent for a model, and when the next create is tried. */
export function pauseText(pause: PoolPause, nowMs: number): string {
  const { why, message, nextTryAtMs } = pause;
  // The reason comes last: on a board the line may be cut.
  return `${modelOf(pause)}: ${PAUSE_WORDS[why]}${nextTryText(nextTryAtMs, nowMs)}. ${message}`;
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

const modelOf = ({ pool }: Pick<PoolPause, "pool">): string => pool.replace(/\/video$/, "");
