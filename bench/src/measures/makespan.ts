import { benchPlan, USUAL_WORK } from "../engine/bench-plan.ts";
import { type BatchOptions, type BatchResult, runBatch } from "../engine/run-batch.ts";
import { createScaledClock } from "../engine/scaled-clock.ts";
import { atLeast, type Measurement } from "../measure.ts";
import { startServer } from "./start-server.ts";

const JOBS = 200;
const SLOTS = 10;
/** A millisecond of this machine counts as ten of the service. */
const SCALE = 10;
const RESULT_BYTES = 1_000_000;
const HEARS = ["callbacks", "reads"] as const;

/** Time for a batch against the ideal, in which every slot is always taken. Each way on an emulator of its own. */
export async function measureMakespan(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  for (const hears of HEARS) rows.push(rowOf(hears, await runOnce(hears)));
  return rows;
}

async function runOnce(hears: BatchOptions["hears"]): Promise<BatchResult> {
  const server = await startServer({
    clock: { scale: SCALE },
    concurrency: SLOTS,
    resultSizeBytes: RESULT_BYTES,
  });
  try {
    const { baseUrl } = server;
    const clock = await createScaledClock(baseUrl, SCALE);
    const plan = await benchPlan(JOBS);
    return await runBatch({ baseUrl, clock, scale: SCALE, plan, slots: SLOTS, hears });
  } finally {
    await server.stop();
  }
}

function rowOf(hears: BatchOptions["hears"], { tasks, tookMs }: BatchResult): Measurement {
  const durationsMs = tasks
    .toSorted((left, right) => left.createdAtMs - right.createdAtMs)
    .map(({ createdAtMs, plan }) => plan.endAtMs - createdAtMs);
  const idealMs = durationsMs.reduce((sum, durationMs) => sum + durationMs, 0) / SLOTS;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;
  const detail = `ideal ${seconds(idealMs)}, without a pause between tasks ${seconds(withoutPausesMs(durationsMs))}, seen ${seconds(tookMs)} of the service's time at ${SCALE} × speed; clips of ${USUAL_WORK.seconds.join(" and ")} s, new store, files on disk`;
  const name = `ideal against seen time, ${JOBS} jobs on ${SLOTS} slots, ${wordsOf(hears)}`;
  return atLeast(name, idealMs / tookMs, 0.95, "×", detail);
}

/** What the same tasks in the same order need at least: at the end not every slot has something to do. */
function withoutPausesMs(durationsMs: readonly number[]): number {
  const freeAtMs = new Array<number>(SLOTS).fill(0);
  for (const durationMs of durationsMs) {
    const next = freeAtMs.indexOf(Math.min(...freeAtMs));
    freeAtMs[next] = (freeAtMs[next] ?? 0) + durationMs;
  }
  return Math.max(...freeAtMs);
}

export const wordsOf = (hears: BatchOptions["hears"]): string =>
  hears === "callbacks" ? "with callbacks" : "by reads alone";
