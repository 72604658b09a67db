import {
  type CallbackSource,
  type Collector,
  createCollector,
  createEngine,
  createHiggsfieldProvider,
  createKlingProvider,
  type Engine,
  type Store,
  type Telemetry,
} from "@klingkit/engine";
import { type Clock, createKling } from "klingkit";
import { createHiggsfield } from "klingkit/higgsfield";
import { createWireCounter, type WireCounts } from "./wire-counts.ts";

export const BENCH_API_KEY = "api-key-kling-bench";

const BENCH_CREDENTIALS = "bench:bench";

export interface BenchEngineOptions {
  /** Whose jobs there are. Default: Kling's. */
  readonly service?: "higgsfield";
  readonly store: Store;
  readonly baseUrl: string;
  readonly outputDir: string;
  /** Tasks in flight, known from the start. */
  readonly slots: number;
  /** Absent: the machine's, or that of the store's server. */
  readonly clock?: Clock;
  /** How many times faster than the machine's the clock runs. Default 1. */
  readonly scale?: number;
  /** How many times faster than the real service tasks are made, by the clock above. Default 1. */
  readonly taskSpeed?: number;
  readonly callbacks?: CallbackSource | undefined;
  readonly collector?: Collector;
  readonly telemetry?: Telemetry | undefined;
}

export interface BenchEngine {
  readonly engine: Engine;
  readonly counts: () => WireCounts;
}

/** What of the engine's timing is about this machine rather than the service, and so stays real under a fast clock. In ms. */
const REAL_TIMING = { sendWindowMs: 10_000, leaseMs: 15_000 } as const;

/** The engine as the command line sets it up, against an emulator, with its requests counted. */
export function openBenchEngine({ store, baseUrl, ...options }: BenchEngineOptions): BenchEngine {
  const { scale = 1, clock, callbacks, collector, telemetry } = options;
  const wire = createWireCounter();
  const client = { baseUrl, fetch: wire.api, readRetries: 0 };
  const facts = { account: "bench", spendsMoney: false, timeScale: options.taskSpeed ?? 1 };
  const provider =
    options.service === undefined
      ? createKlingProvider({
          ...facts,
          kling: createKling({ ...client, apiKey: BENCH_API_KEY }),
          hasApiKey: true,
        })
      : createHiggsfieldProvider({
          ...facts,
          higgsfield: createHiggsfield({ ...client, credentials: BENCH_CREDENTIALS }),
        });
  const engine = createEngine({
    store,
    providers: [provider],
    loadImage: () => Promise.reject(new Error("no job of the bench has an image")),
    outputDir: options.outputDir,
    slots: { quota: options.slots },
    timing: { sendWindowMs: REAL_TIMING.sendWindowMs * scale, leaseMs: REAL_TIMING.leaseMs * scale },
    collector: collector ?? createCollector({ fetch: wire.file, allowedOrigins: [new URL(baseUrl).origin] }),
    onError: (error) => console.error(String(error)),
    ...(clock ? { clock } : {}),
    ...(callbacks ? { callbacks } : {}),
    ...(telemetry ? { telemetry } : {}),
  });
  return { engine, counts: wire.counts };
}
