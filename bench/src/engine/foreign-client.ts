import { createSeededRandom } from "@klingkit/testkit";
import { USUAL_WORK } from "./bench-plan.ts";
import { BENCH_API_KEY } from "./open-bench-engine.ts";
import { openVirtualBench, type VirtualBench } from "./virtual-bench.ts";

/** Tasks that the foreign client has when the batch begins. */
const HELD_AT_START = 6;
/** Mean time between its creates, exponentially distributed. */
const MEAN_PAUSE_MS = 20_000;

export interface BesideOptions {
  readonly jobs: number;
  readonly slots: number;
  readonly seed: number;
  /** What the engine is told of the slots. Default: nothing. */
  readonly quota?: number;
}

export interface BesideResult {
  /** When the slots that the foreign client left free had made up the work of the batch. */
  readonly idealMs: number;
  readonly tookMs: number;
  /** Creates of the batch that the service refused. */
  readonly refused: number;
}

/** A batch on an account whose slots another client takes and frees at random, from before its start. */
export async function runBesideOthers({ jobs, slots, seed, quota }: BesideOptions): Promise<BesideResult> {
  await using bench = await openVirtualBench({
    concurrency: slots,
    seed,
    ...(quota === undefined ? {} : { slots: { quota } }),
  });
  const { clock, engine, emulator } = bench;
  for (let at = 0; at < HELD_AT_START; at += 1) await createForeign(bench);
  await bench.enqueue(jobs);
  const stop = new AbortController();
  const startMs = clock.nowMs();
  const others = keepTaking(bench, { seed, signal: stop.signal });
  await clock.drive(engine.run());
  const tookMs = clock.nowMs() - startMs;
  stop.abort();
  await others;
  const tasks = emulator.control.tasks();
  const own = tasks.filter(({ externalTaskId }) => externalTaskId);
  const workMs = own.reduce((sum, { createdAtMs, plan }) => sum + plan.endAtMs - createdAtMs, 0);
  const foreign = tasks.filter(({ externalTaskId }) => !externalTaskId);
  const spans = foreign.map(({ createdAtMs, plan }) => [createdAtMs, plan.endAtMs] as const);
  const { entries } = emulator.control.journal();
  const refusals = entries.filter(({ outcome }) => outcome === "refused 1303").length;
  return { idealMs: idealOf({ spans, slots, workMs, startMs }), tookMs, refused: refusals - (await others) };
}

/** Tells at its end how many of its creates were refused. */
async function keepTaking(
  bench: VirtualBench,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<number> {
  const random = createSeededRandom(seed + 1000);
  let refused = 0;
  while (!signal.aborted) {
    const pauseMs = -Math.log(1 - random()) * MEAN_PAUSE_MS;
    await bench.clock.sleep(Math.ceil(pauseMs), signal).catch(() => undefined);
    if (!signal.aborted && !(await createForeign(bench))) refused += 1;
  }
  return refused;
}

async function createForeign({ emulator, clock }: VirtualBench): Promise<boolean> {
  const request = new Request(`${emulator.baseUrl}/text-to-video/${USUAL_WORK.model}`, {
    method: "POST",
    headers: { authorization: `Bearer ${BENCH_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ prompt: "a task of another client" }),
  });
  return (await clock.during(emulator.fetch(request))).ok;
}

interface Left {
  /** From when to when each foreign task held a slot. */
  readonly spans: readonly (readonly [number, number])[];
  readonly slots: number;
  readonly workMs: number;
  readonly startMs: number;
}

/** Walks from change to change until the free slots together have been free for as long as the work takes. */
function idealOf({ spans, slots, workMs, startMs }: Left): number {
  const changes = spans.flat().filter((atMs) => atMs > startMs);
  const moments = [...changes.toSorted((left, right) => left - right), Number.POSITIVE_INFINITY];
  let fromMs = startMs;
  let leftMs = workMs;
  for (const untilMs of moments) {
    const taken = spans.filter(([begin, end]) => begin <= fromMs && end > fromMs).length;
    const free = slots - taken;
    if (free * (untilMs - fromMs) >= leftMs) return fromMs - startMs + leftMs / free;
    leftMs -= free * (untilMs - fromMs);
    fromMs = untilMs;
  }
  return Number.POSITIVE_INFINITY;
}
