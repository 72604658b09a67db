import { ASSUMED_GENERATION, generationTime } from "../../world/tasks/generation-time.ts";
import type { FailureReason, TaskPlan, TaskRecord } from "../../world/tasks/task-record.ts";
import type { HiggsfieldState } from "../state.ts";

export interface ScriptedEnd {
  readonly failure?: string | undefined;
  readonly failureReason?: FailureReason | undefined;
}

/** A plan for a request that has to wait for its slot: its moments are set when it gets one. */
export const waitingPlan = (end: ScriptedEnd): TaskPlan => ({
  kind: "time",
  processingAtMs: 0,
  endAtMs: 0,
  readsLeft: 0,
  ...end,
  isWaiting: true,
});

/** Plans the transitions of a request that has its slot from now on. How long the service takes is not on record. INF */
export function planLife(
  { settings, clock, chance }: Pick<HiggsfieldState, "settings" | "clock" | "chance">,
  { seedKey, operationId, results }: Pick<TaskRecord, "seedKey" | "operationId" | "results">,
  end: ScriptedEnd,
): TaskPlan {
  const { durations, transitions } = settings;
  const seconds = results.map((plan) => ("durationSeconds" in plan ? plan.durationSeconds : 0));
  const { processingAfterMs, endAfterMs } = generationTime(
    {
      durationSeconds: Math.max(0, ...seconds),
      seedKey,
      fixed: durations[operationId] ?? durations["*"],
      observed: ASSUMED_GENERATION,
    },
    chance,
  );
  const nowMs = clock.nowMs();
  const byTime = {
    kind: "time",
    processingAtMs: nowMs + processingAfterMs,
    endAtMs: nowMs + endAfterMs,
    readsLeft: 0,
    ...end,
  } as const;
  if (transitions.mode === "reads") return { ...byTime, kind: "reads", readsLeft: transitions.reads };
  if (end.failure !== undefined) return byTime;
  if (transitions.mode === "stuck") return { ...byTime, kind: "stuck" };
  if (transitions.mode !== "failing") return byTime;
  return { ...byTime, failure: transitions.message, failureReason: transitions.reason };
}
