import { createEmulator, type Emulator } from "@klingkit/emulator";
import {
  createEngine,
  createKlingProvider,
  type Engine,
  openSqliteStore,
  type SlotSettings,
} from "@klingkit/engine";
import {
  createSameClip,
  createSeededRandom,
  createTempDir,
  createVirtualClock,
  type VirtualClock,
} from "@klingkit/testkit";
import { createKling } from "klingkit";
import { benchPlan } from "./bench-plan.ts";
import { BENCH_API_KEY } from "./open-bench-engine.ts";

export interface VirtualBenchOptions {
  /** Answers in place of the emulator; undefined lets a request through. */
  readonly intercept?: (request: Request) => Promise<Response> | undefined;
  /** Slots of the account. Default: no limit. */
  readonly concurrency?: number;
  /** What the engine is told of them. Default: nothing. */
  readonly slots?: Partial<SlotSettings>;
  readonly seed?: number;
}

/** Engine and emulator in one process and in emulated time: an hour of waiting takes seconds. Files are left out. */
export interface VirtualBench extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly engine: Engine;
  enqueue(count: number): Promise<void>;
}

const noImages = () => Promise.reject(new Error("no job of the bench has an image"));

export async function openVirtualBench(options: VirtualBenchOptions = {}): Promise<VirtualBench> {
  const { intercept, concurrency = Number.POSITIVE_INFINITY, slots = {}, seed = 1 } = options;
  const folder = await createTempDir("klingkit-bench-");
  const emulator = await createEmulator({
    clock: "frozen",
    concurrency,
    renderer: await createSameClip(),
    seed: `waits ${seed}`,
  });
  const clock = createVirtualClock(emulator.control);
  const random = createSeededRandom(seed);
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  const send: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    return clock.during(intercept?.(request) ?? emulator.fetch(request));
  };
  const { baseUrl } = emulator;
  const kling = createKling({ apiKey: BENCH_API_KEY, baseUrl, fetch: send, clock, random, readRetries: 0 });
  const engine = createEngine({
    store,
    clock,
    random,
    slots,
    providers: [createKlingProvider({ kling, account: "bench", hasApiKey: true, spendsMoney: false })],
    loadImage: noImages,
    outputDir: folder.file("out"),
    collector: ({ filePath }) => Promise.resolve({ filePath, sizeBytes: 0, sha256: "" }),
  });
  return {
    emulator,
    clock,
    engine,
    async enqueue(count) {
      await clock.drive(engine.enqueue(await benchPlan(count)));
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await emulator.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
