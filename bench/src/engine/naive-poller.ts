import type { Clock } from "klingkit";
import { type BenchWork, USUAL_WORK } from "./bench-plan.ts";
import { BENCH_API_KEY } from "./open-bench-engine.ts";
import { createWireCounter, type WireCounts } from "./wire-counts.ts";

export const NAIVE_POLL_MS = 5000;

export interface NaiveOptions {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly jobs: number;
  readonly slots: number;
  readonly work?: BenchWork;
}

export interface NaiveResult {
  readonly counts: WireCounts;
  /** From done at the service to the last byte of the file, one per job. In ms by the clock. */
  readonly delaysMs: readonly number[];
}

/** The usual client: create, ask every five seconds, fetch the file. */
export async function runNaively(options: NaiveOptions): Promise<NaiveResult> {
  const { jobs, slots, work: { model, seconds } = USUAL_WORK } = options;
  const wire = createWireCounter();
  const delaysMs: number[] = [];
  let next = 0;
  const takeTurns = async () => {
    for (let at = next++; at < jobs; at = next++) {
      delaysMs.push(await makeOne(options, wire, { model, duration: seconds[at % seconds.length] }));
    }
  };
  await Promise.all(Array.from({ length: slots }, takeTurns));
  return { counts: wire.counts(), delaysMs };
}

async function makeOne(
  { baseUrl, clock }: NaiveOptions,
  wire: ReturnType<typeof createWireCounter>,
  { model, duration }: { readonly model: string; readonly duration: number | undefined },
): Promise<number> {
  const headers = { Authorization: `Bearer ${BENCH_API_KEY}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ prompt: "a fox in the snow", settings: { duration } });
  const created = await wire.api(`${baseUrl}/text-to-video/${model}`, { method: "POST", headers, body });
  const { data, message } = await created.json();
  if (!created.ok) throw new Error(`the emulator refused a create: ${message}`);
  for (;;) {
    await clock.sleep(NAIVE_POLL_MS);
    const read = await wire.api(`${baseUrl}/tasks?task_ids=${data.id}`, { headers });
    const [task] = (await read.json()).data;
    if (task.status === "failed") throw new Error(`task ${data.id} failed`);
    if (task.status !== "succeeded") continue;
    await (await wire.file(task.outputs[0].url)).bytes();
    return clock.nowMs() - task.update_time;
  }
}
