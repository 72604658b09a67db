import { findModel, OBSERVED_GENERATIONS, PIXEL_CHECK_MS, TASK_FAILURE_MESSAGES } from "@klingkit/spec";
import { ASSUMED_GENERATION, generationTime } from "../../world/tasks/generation-time.ts";
import type { TaskPlan } from "../../world/tasks/task-record.ts";
import type { KlingState } from "../state.ts";

export interface LifeRequest {
  readonly seedKey: string;
  readonly model: string;
  readonly product: string;
  readonly durationSeconds: number;
  readonly hasTooSmallImage: boolean;
  /** Reason of a scripted failure. */
  readonly failure: string | undefined;
}

/** Plans the transitions of a new task. */
export function planLife(
  state: KlingState,
  { hasTooSmallImage, failure, ...request }: LifeRequest,
): TaskPlan {
  const { settings, clock, chance } = state;
  const nowMs = clock.nowMs();
  const { durations = {} } = settings;
  const name = findModel(request.model)?.standardName ?? (request.model || request.product);
  const fixed = durations[request.model] ?? durations[name] ?? durations["*"];
  const observed = OBSERVED_GENERATIONS[name] ?? ASSUMED_GENERATION;
  const { processingAfterMs, endAfterMs } = generationTime({ ...request, fixed, observed }, chance);
  const { transitions } = settings;
  const byTime = {
    kind: "time",
    processingAtMs: nowMs + processingAfterMs,
    endAtMs: nowMs + endAfterMs,
    readsLeft: 0,
  } as const;
  const reason = hasTooSmallImage ? TASK_FAILURE_MESSAGES.imagePixelInvalid : failure;
  // Failures wait for as many reads too.
  if (transitions.mode === "reads")
    return { ...byTime, kind: "reads", readsLeft: transitions.reads, failure: reason };
  if (hasTooSmallImage) {
    const endAtMs = nowMs + PIXEL_CHECK_MS;
    const processingAtMs = Math.min(byTime.processingAtMs, endAtMs);
    return { ...byTime, processingAtMs, endAtMs, failure: reason };
  }
  if (reason !== undefined) return { ...byTime, failure: reason };
  if (transitions.mode === "stuck") return { ...byTime, kind: "stuck" };
  return transitions.mode === "failing" ? { ...byTime, failure: transitions.message } : byTime;
}
