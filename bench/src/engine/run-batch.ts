import { type Job, listenForCallbacks, openSqliteStore, type Plan } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import type { Clock } from "klingkit";
import { BENCH_API_KEY, openBenchEngine } from "./open-bench-engine.ts";
import type { WireCounts } from "./wire-counts.ts";

/** A run that takes longer, in real ms, is told as a failure instead of standing still. */
const LIMIT_MS = 200_000;

export interface BatchOptions {
  readonly baseUrl: string;
  readonly plan: Plan;
  /** Whose jobs the plan has. Default: Kling's. */
  readonly service?: "higgsfield";
  readonly slots: number;
  readonly clock: Clock;
  readonly scale: number;
  /** How the engine hears of a task's end: by callbacks and reads, or by reads alone. */
  readonly hears: "callbacks" | "reads";
}

export interface BatchResult {
  /** By the clock of the run, from the first create until all files are on disk. */
  readonly tookMs: number;
  readonly jobs: readonly Job[];
  readonly counts: WireCounts;
  /** Tasks as the service has them. */
  readonly tasks: readonly ServiceTask[];
}

/** Fields of an emulator's task. Times in Unix ms. */
export interface ServiceTask {
  readonly id: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly plan: { readonly endAtMs: number };
}

/** Carries a plan out on a fresh store, until every file is on disk. */
export async function runBatch(options: BatchOptions): Promise<BatchResult> {
  const { baseUrl, plan, slots, clock, scale, hears, service } = options;
  await using folder = await createTempDir("klingkit-bench-");
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  const callbacks = hears === "callbacks" ? await listenForCallbacks({ store, clock }) : undefined;
  try {
    const outputDir = folder.file("out");
    const target = {
      store,
      baseUrl,
      outputDir,
      slots,
      clock,
      scale,
      callbacks,
      ...(service ? { service } : {}),
    };
    const { engine, counts } = openBenchEngine(target);
    await engine.enqueue(plan);
    const startMs = clock.nowMs();
    await engine.run({ signal: AbortSignal.timeout(LIMIT_MS) });
    const tookMs = clock.nowMs() - startMs;
    const jobs = await engine.jobs({ limit: plan.jobs.length });
    const missing = jobs.filter(({ state }) => state !== "collected").length;
    if (missing > 0) throw new Error(`${missing} of ${jobs.length} jobs brought no file`);
    return { tookMs, jobs, counts: counts(), tasks: await readTasks(baseUrl) };
  } finally {
    await callbacks?.close();
    await store.close();
  }
}

/** What the emulator knows of the tasks of the bench. */
export async function readTasks(baseUrl: string): Promise<readonly ServiceTask[]> {
  const response = await fetch(`${baseUrl}/_emulator/tasks?account=${BENCH_API_KEY}`);
  const { tasks } = await response.json();
  return tasks;
}
