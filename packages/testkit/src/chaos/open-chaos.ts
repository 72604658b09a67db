import { extname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type FaultRule, startEmulator } from "@klingkit/emulator";
import { createEngine, type Engine, makePlan, type Plan, parseBatch, REST_STATES } from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { bundleProgram } from "../bundle-program.ts";
import { createSameClip } from "../same-clip.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { createTempDir } from "../temp-dir.ts";
import { type Audit, audit, countSurplus } from "./audit.ts";
import { chaosProviders } from "./chaos-providers.ts";
import { openStoreAt } from "./open-store.ts";
import type { WorkerOrder } from "./worker-order.ts";
import { startWorkers, type Workers } from "./worker-processes.ts";

/** Beside this file, which is TypeScript or built. */
const WORKER = fileURLToPath(new URL(`./chaos-worker${extname(import.meta.url)}`, import.meta.url));
const MODEL = "kling-2.5-turbo";
const GENERATION_MS = 300;
/** A last frame of it is no smaller than images may be. */
const FRAME = { widthPx: 480, heightPx: 320 };
/** How often an undisturbed wave is looked at. */
const LOOK_MS = 200;
/** Workers end by themselves when nothing is left. */
const FINISH_MS = 60_000;

/** Every eighth answer of a create is lost, and gateways fail on both sides of the service. */
export const LOSSY: readonly FaultRule[] = [
  { match: { method: "POST" }, probability: 0.12, action: { type: "reset-after-accept" } },
  {
    match: { method: "POST" },
    probability: 0.1,
    action: { type: "html-error", status: 502, timing: "after" },
  },
  {
    match: { method: "POST", service: "kling" },
    probability: 0.04,
    action: { type: "business-error", code: 5000 },
  },
  {
    match: { method: "POST", service: "higgsfield" },
    probability: 0.04,
    action: { type: "business-error", code: 503 },
  },
  { match: { method: "POST" }, probability: 0.04, action: { type: "reset-before-accept" } },
  { match: { method: "GET" }, probability: 0.05, action: { type: "html-error", status: 503 } },
];

export interface ChaosOptions extends Pick<WorkerOrder, "guard" | "quota"> {
  readonly storeAddress: string;
  readonly workers: number;
  /** Whose jobs are in the store: those of Kling (default), or of both services in turn. */
  readonly services?: "kling" | "both";
  /** Decides whom it hits, and which answers are lost. */
  readonly seed?: number;
  /** Default: none. */
  readonly faults?: readonly FaultRule[];
  /** Tasks that the service takes at once. Default: any number, so that only the engine keeps its quota. */
  readonly concurrency?: number;
  /** How long the service takes for a video. Default 300. */
  readonly generationMs?: number;
}

export interface Wave {
  readonly jobs: number;
  /** Requests of a batch instead, for the wave of a number. */
  readonly requests?: (wave: number) => readonly object[];
  /** The wave is given up after this time. */
  readonly deadlineMs: number;
  /** Absent: nobody is killed. */
  readonly kills?: {
    readonly everyMs: number;
    /** Then the rest may finish in peace, so that a busy machine gets there too. */
    readonly forMs: number;
    /** Breaks something else as well, after the kill of this number. */
    readonly afterKill?: (count: number) => Promise<void>;
  };
}

export interface WaveOutcome extends Audit {
  readonly kills: number;
  /** Workers that ended with an error of their own. */
  readonly crashes: number;
  readonly elapsedMs: number;
}

/** An emulator, a store, and workers that are killed while they buy. */
export interface Chaos extends AsyncDisposable {
  /** Lets workers buy so many more jobs and compares all books afterwards. */
  runWave(wave: Wave): Promise<WaveOutcome>;
}

export async function openChaos({
  storeAddress,
  workers,
  guard,
  quota,
  services = "kling",
  seed = 1,
  faults = [],
  concurrency = Number.POSITIVE_INFINITY,
  generationMs = GENERATION_MS,
}: ChaosOptions): Promise<Chaos> {
  const folder = await createTempDir("klingkit-chaos-");
  const emulator = await startEmulator({
    seed: `chaos-${seed}`,
    concurrency,
    faults,
    durations: { "*": { clipSeconds: 5, generationMs } },
    renderer: await createSameClip(FRAME),
  });
  const { baseUrl, control } = emulator;
  const program = await bundleProgram(WORKER);
  const store = await openStoreAt(storeAddress);
  const outputDir = folder.file("out");
  const engine = createEngine({
    store,
    providers: chaosProviders({ baseUrl, services, generationMs }),
    loadImage: () => Promise.reject(new Error("no images")),
    outputDir,
  });
  const random = createSeededRandom(seed);
  const known = quota === undefined ? {} : { quota };
  const order = { storeAddress, baseUrl, outputDir, services, guard, generationMs, ...known };
  let waves = 0;

  return {
    async runWave(wave) {
      waves += 1;
      const enqueued = await engine.enqueue(await planWave(waves, { ...wave, services }));
      if (enqueued.kind !== "accepted") throw new Error(`the wave was refused: ${enqueued.kind}`);
      const startMs = Date.now();
      const processes = startWorkers({ count: workers, order, program });
      try {
        const hasBoughtTwice = () => guard === "off" && countSurplus(control.tasks()) > 0;
        const kills = await disturb({ engine, processes, wave, random, hasBoughtTwice });
        if (!hasBoughtTwice()) await processes.finish(FINISH_MS);
        await processes.stop();
        const { batchId } = enqueued;
        const seen = await audit({ store, control, batchId });
        return { ...seen, kills, crashes: processes.crashes(), elapsedMs: Date.now() - startMs };
      } finally {
        await processes.stop();
      }
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await emulator.close();
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

interface Disturbance {
  readonly engine: Engine;
  readonly processes: Workers;
  readonly wave: Wave;
  readonly random: () => number;
  /** Then there is nothing left to show. */
  readonly hasBoughtTwice: () => boolean;
}

/** Kills for as long as jobs are left; tells how often. */
async function disturb({ engine, processes, wave, random, hasBoughtTwice }: Disturbance): Promise<number> {
  const { deadlineMs, kills } = wave;
  const startMs = Date.now();
  const ageMs = () => Date.now() - startMs;
  let killed = 0;
  while (ageMs() < deadlineMs) {
    await sleep(kills?.everyMs ?? LOOK_MS);
    if (hasBoughtTwice() || (await hasEnded(engine))) break;
    if (!kills || ageMs() > kills.forMs || !(await processes.killOne(random))) continue;
    killed += 1;
    await kills.afterKill?.(killed);
  }
  return killed;
}

async function hasEnded(engine: Engine): Promise<boolean> {
  const { counts } = await engine.summary();
  const isAtRest = (state: string) => REST_STATES.some((rest) => rest === state);
  return Object.keys(counts).every(isAtRest);
}

interface WaveRequests extends Pick<Wave, "jobs" | "requests"> {
  readonly services: "kling" | "both";
}

function planWave(
  wave: number,
  { jobs, services, requests = clips(jobs, services) }: WaveRequests,
): Promise<Plan> {
  return makePlan(parseBatch(JSON.stringify({ requests: requests(wave), purpose: `wave ${wave}` })), {
    isLocalService: true,
    loadImage: (input) => loadImage(input, MEDIA_RULES.legacyImage),
  });
}

const clips =
  (jobs: number, services: WaveRequests["services"]): NonNullable<Wave["requests"]> =>
  (wave) =>
    Array.from({ length: jobs }, (_, at) => ({
      prompt: `wave ${wave}, take ${at + 1}`,
      model: MODEL,
      ...(services === "both" && at % 2 === 1 ? { service: "higgsfield" } : {}),
    }));
