import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator, type EmulatorOptions } from "@klingkit/emulator";
import {
  type Collector,
  createCallbackHandler,
  createCollector,
  createEngine,
  createHiggsfieldProvider,
  createKlingProvider,
  type Engine,
  type EngineOptions,
  type HiggsfieldProviderOptions,
  type KlingProviderOptions,
  makePlan,
  type Plan,
  type Provider,
  parseBatch,
  type Store,
} from "@klingkit/engine";
import type { EraId } from "@klingkit/spec/higgsfield";
import { createSameClip, createSeededRandom, createTempDir, createVirtualClock } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { createHiggsfield } from "klingkit/higgsfield";
import { createFaultFetch } from "./fault-fetch.ts";
import { createStoreSite } from "./stores.ts";

const START_MS = Date.UTC(2026, 10, 21);
const API_KEY = "api-key-kling-engine-tests";
const HIGGSFIELD_KEY = "key-id-of-engine-tests:key-secret-of-engine-tests";

const loadImage = () => Promise.reject(new Error("no test uses images"));

/** What a clip shows does not matter here, and a picture of its own for each task takes a while. */
const clip = createSameClip();

/** Downloads move real bytes, so that their pauses are real too, only shorter. */
export const HASTY_CLOCK = {
  nowMs: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms / 100, undefined, signal ? { signal } : {}),
};

export interface WorldOptions {
  readonly emulator?: EmulatorOptions;
  /** Real ms until a request that hangs is given up. */
  readonly hangMs?: number;
  /** Signs callbacks and checks them. Default: unsigned. */
  readonly webhookSecret?: string;
  /** A server of the test's own. Default: that of the run, or SQLite. */
  readonly postgresUrl?: string;
}

/** Where engines that are opened with `callbackUrl: CALLBACK_URL` get the emulator's callbacks. */
export const CALLBACK_URL = "https://app.example/callbacks/of-tests";

/** An emulator, faults in front of it, one clock, and engines on one store file. */
export async function createWorld({
  emulator: emulatorOptions = {},
  hangMs = 40,
  webhookSecret,
  postgresUrl,
}: WorldOptions = {}) {
  const secrets = webhookSecret === undefined ? [] : [webhookSecret];
  const site = await createStoreSite(postgresUrl);
  const folder = await createTempDir("klingkit-engine-");
  let takeCallback: Engine["receive"] = () => Promise.reject(new Error("no engine listens"));
  const desk = createCallbackHandler({
    receive: (callback) => takeCallback(callback),
    path: new URL(CALLBACK_URL).pathname,
    secrets,
    higgsfieldSecrets: secrets,
    nowMs: () => clock.nowMs(),
  });
  const callbackStatuses: number[] = [];
  async function postCallback(request: Request): Promise<Response> {
    const response = await desk(request);
    callbackStatuses.push(response.status);
    return response;
  }
  const emulator = await createEmulator({
    clock: "frozen",
    startAtMs: START_MS,
    renderer: await clip,
    webhookSecrets: secrets,
    fetch: (input, init) => clock.during(postCallback(new Request(input, init))),
    ...emulatorOptions,
  });
  const clock = createVirtualClock(emulator.control);
  let mostInFlight = 0;
  const faults = createFaultFetch(async (request) => {
    const response = await clock.during(emulator.fetch(request));
    if (request.method === "POST") mostInFlight = Math.max(mostInFlight, inFlight());
    return response;
  });
  const inFlight = () =>
    emulator.control.tasks().filter(({ status }) => status === "submitted" || status === "processing").length;
  const random = createSeededRandom(7);
  const stores: Store[] = [];
  const errors: unknown[] = [];

  async function openStore(): Promise<Store> {
    const store = await site.open(clock.during);
    stores.push(store);
    return store;
  }

  const fetch: typeof globalThis.fetch = (input, init) => clock.during(faults.fetch(input, init));

  function createProvider(options: Partial<KlingProviderOptions> = {}): Provider {
    const { baseUrl } = emulator;
    const kling = createKling({ apiKey: API_KEY, baseUrl, fetch, clock, random, readRetries: 0 });
    return createKlingProvider({ kling, hasApiKey: true, spendsMoney: false, fetch, ...options });
  }

  function createSecondProvider(
    options: Partial<HiggsfieldProviderOptions> & { readonly era?: EraId } = {},
  ): Provider {
    const { era, ...rest } = options;
    const { baseUrl } = emulator;
    const credentials = HIGGSFIELD_KEY;
    const higgsfield = createHiggsfield({ credentials, baseUrl, fetch, clock, random, readRetries: 0, era });
    return createHiggsfieldProvider({ higgsfield, spendsMoney: false, fetch, ...rest });
  }

  /** `provider`: takes the place of the emulator behind the faults. */
  async function openEngine({
    provider = createProvider(),
    ...options
  }: Partial<EngineOptions> & { readonly provider?: Provider } = {}): Promise<Engine> {
    const store = await openStore();
    const collect = createCollector({ fetch, clock: HASTY_CLOCK, allowedOrigins: [emulator.baseUrl] });
    const engine = createEngine({
      store,
      providers: [provider],
      loadImage,
      outputDir: folder.file("out"),
      clock,
      random,
      collector: (request) => clock.during(collect(request)),
      onError: (error) => errors.push(error),
      slots: { quota: 5 },
      timing: { submitTimeoutMs: hangMs, readTimeoutMs: hangMs, pollMs: 60_000, leaseMs: 60_000 },
      ...options,
    });
    if (options.callbackUrl === CALLBACK_URL) takeCallback = engine.receive;
    return engine;
  }

  return {
    emulator,
    clock,
    faults,
    folder,
    errors,
    /** The emulator behind the faults, as engines have it unless they are given another. */
    createProvider,
    /** Higgsfield at the same emulator, behind the same faults. */
    createSecondProvider,
    openEngine,
    openStore,
    /** Runs until idle, moving time. */
    run: (engine: Engine) => clock.drive(engine.run()),
    apiKey: API_KEY,
    stores,
    async takenSlots() {
      const rows = await stores[0]?.reader
        .selectFrom("slot")
        .selectAll()
        .where("job_id", "is not", null)
        .execute();
      return rows?.length;
    },
    /** Most tasks that were in flight at the service after any create. */
    mostInFlight: () => mostInFlight,
    /** What the engine's side answered to the callbacks so far. */
    callbackStatuses,
    journal: () => emulator.control.journal(),
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      await emulator.close();
      await site[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Takes the place of downloads where files do not matter. */
export const noFiles: Collector = ({ filePath }) =>
  Promise.resolve({ filePath, sizeBytes: 1, sha256: "none" });

/** A plan for so many silent five-second videos. */
export function planOf(count: number, model = "kling-2.5-turbo", purpose?: string): Promise<Plan> {
  const requests = Array.from({ length: count }, (_, at) => ({ prompt: `a fox, take ${at + 1}`, model }));
  return makePlan(parseBatch(JSON.stringify({ requests, ...(purpose ? { purpose } : {}) })), { loadImage });
}
