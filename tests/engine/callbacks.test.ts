import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { startEmulator } from "@klingkit/emulator";
import { createEngine, createKlingProvider, type EngineOptions, listenForCallbacks } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { describe, expect, it } from "vitest";
import { createStoreSite } from "./support/stores.ts";
import {
  CALLBACK_URL,
  createWorld,
  noFiles,
  planOf,
  type World,
  type WorldOptions,
} from "./support/world.ts";

const SECRET = `whsec_${randomBytes(24).toString("base64")}`;

type Faults = Parameters<World["emulator"]["control"]["setFaults"]>[0];
type CallbackFault = Extract<Faults[number]["action"], { readonly type: `callback-${string}` }>;

/** When a job's task ended at the service, and when its file was there; ms on the virtual clock. */
async function timesOf(engine: Awaited<ReturnType<World["openEngine"]>>, id: string) {
  const { events, endedAtMs = 0 } = await engine.job(id);
  const collectedAtMs = events.find(({ kind }) => kind === "job-collected")?.atMs ?? Number.POSITIVE_INFINITY;
  return { lateMs: collectedAtMs - endedAtMs };
}

const readsOf = ({ faults }: World) => faults.requests.filter((line) => line === "GET /tasks").length;

/** The virtual clock jumps from sleep to sleep, and callbacks that come on the way are heard at the end of a jump. */
const FINE_STEPS = { pollMs: 500, leaseMs: 60_000, submitTimeoutMs: 40, readTimeoutMs: 40 };

/** Buys one video with callbacks on, after `before` others that went well. */
async function buyWithCallbacks({
  fault,
  before = 0,
  timing,
  ...options
}: WorldOptions & {
  readonly fault?: CallbackFault;
  readonly before?: number;
  readonly timing?: EngineOptions["timing"];
}) {
  await using world = await createWorld(options);
  const engine = await world.openEngine({ callbackUrl: CALLBACK_URL, ...(timing ? { timing } : {}) });
  if (before > 0) {
    await world.clock.drive(engine.enqueue(await planOf(before, "kling-2.5-turbo", "before")));
    await world.run(engine);
  }
  const readsBefore = readsOf(world);
  const statusesBefore = world.callbackStatuses.length;
  world.emulator.control.setFaults(fault ? [{ match: {}, action: fault }] : []);
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  const { creates, billed, delivered } = world.journal();
  return {
    state: job?.state,
    counts: { creates: creates - before, billed: billed - before, delivered: delivered - before },
    reads: readsOf(world) - readsBefore,
    statuses: world.callbackStatuses.slice(statusesBefore),
    ...(await timesOf(engine, job?.id ?? "")),
  };
}

const ONCE = { state: "collected", counts: { creates: 1, billed: 1, delivered: 1 } };

describe.each([
  ["unsigned", {}],
  ["signed", { webhookSecret: SECRET }],
])("%s callbacks", (_, options) => {
  it("bring the file at once, with one read", async () => {
    const result = await buyWithCallbacks({ ...options, before: 6, timing: FINE_STEPS });
    expect(result).toMatchObject({ ...ONCE, reads: 1 });
    expect(result.lateMs).toBeLessThanOrEqual(1000);
    expect(result.statuses).toEqual(result.statuses.map(() => 200));
  });

  const faults: readonly CallbackFault[] = [
    { type: "callback-dropped" },
    { type: "callback-duplicated" },
    { type: "callback-late", lateMs: 600_000 },
    { type: "callback-reordered" },
    { type: "callback-early", earlyMs: 5000 },
    { type: "callback-badly-signed" },
  ];
  it.each(faults)("that are broken by $type cost neither a video nor a second create", async (fault) => {
    expect(await buyWithCallbacks({ ...options, fault })).toMatchObject(ONCE);
    const afterOthers = await buyWithCallbacks({ ...options, fault, before: 6 });
    expect(afterOthers).toMatchObject(ONCE);
    // The net below callbacks that were trusted: the read at one and a half times of what tasks take at most.
    expect(afterOthers.lateMs).toBeLessThanOrEqual(180_000);
  });
});

describe("callbacks that never arrive", () => {
  it("make no video later than without them", async () => {
    const fault = { type: "callback-dropped" } as const;
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    await world.run(engine);
    const [job] = await engine.jobs();
    const without = await timesOf(engine, job?.id ?? "");
    const { lateMs } = await buyWithCallbacks({ fault });
    expect(lateMs).toBeLessThanOrEqual(without.lateMs + 1000);
  });

  it("are no longer relied on after one was missed", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ callbackUrl: CALLBACK_URL, collector: noFiles });
    const buy = async (purpose: string) => {
      await world.clock.drive(engine.enqueue(await planOf(1, "kling-2.5-turbo", purpose)));
      await world.run(engine);
      const [job] = await engine.jobs();
      return timesOf(engine, job?.id ?? "");
    };
    await buy("told");
    world.emulator.control.setFaults([{ match: {}, action: { type: "callback-dropped" } }]);
    const missed = await buy("missed");
    const next = await buy("next");
    expect(next.lateMs).toBeLessThan(missed.lateMs / 2);
  });
});

describe("a callback of a stranger", () => {
  it("is refused when a secret is set, and causes no read", async () => {
    const fault = { type: "callback-badly-signed" } as const;
    const result = await buyWithCallbacks({ webhookSecret: SECRET, fault });
    expect(new Set(result.statuses)).toEqual(new Set([400]));
  });
});

it("come through a listener over HTTP, to a path that stays the same", async () => {
  await using site = await createStoreSite();
  await using folder = await createTempDir();
  const store = await site.open();
  const callbacks = await listenForCallbacks({ store, secrets: [SECRET] });
  const emulator = await startEmulator({ clock: { scale: 200 }, webhookSecrets: [SECRET] });
  const clock = scaledClock(emulator.control.nowMs, 200);
  try {
    const kling = createKling({
      apiKey: "api-key-kling-callbacks",
      baseUrl: emulator.baseUrl,
      readRetries: 0,
    });
    const engine = createEngine({
      store,
      providers: [createKlingProvider({ kling, hasApiKey: true, spendsMoney: false })],
      loadImage: () => Promise.reject(new Error("no images")),
      outputDir: folder.path,
      collector: noFiles,
      callbacks,
      clock,
    });
    await engine.enqueue(await planOf(3));
    expect((await engine.run()).counts).toEqual({ collected: 3 });
    const heard = await store.reader.selectFrom("inbox").select("task_id").distinct().execute();
    expect(heard).toHaveLength(3);
    const { url } = callbacks;
    await callbacks.close();
    const again = await listenForCallbacks({ store, publicUrl: new URL(url).origin });
    expect(again.url).toBe(url);
    await again.close();
  } finally {
    await callbacks.close();
    await emulator.close();
    await store.close();
  }
});

it("hold no connection of a sender that drips", async () => {
  await using site = await createStoreSite();
  const store = await site.open();
  const callbacks = await listenForCallbacks({ store, requestTimeoutMs: 50 });
  try {
    const { port, pathname } = new URL(callbacks.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n`);
    const dripping = setInterval(() => socket.write("{"), 5);
    const [answer] = await once(socket, "data");
    clearInterval(dripping);
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
  } finally {
    await callbacks.close();
    await store.close();
  }
});

it("have an address that no refusal brings into the books", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ callbackUrl: CALLBACK_URL });
  const body = JSON.stringify({ code: 1201, message: `callback_url ${CALLBACK_URL} is not allowed` });
  world.faults.setRules([
    { method: "POST", path: /./, fault: { kind: "answer-before", status: 400, body }, times: 1 },
  ]);
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  expect(job).toMatchObject({ state: "rejected" });
  const history = JSON.stringify(await engine.job(job?.id ?? ""));
  expect(history).toContain("[callback address] is not allowed");
  expect(history).not.toContain(CALLBACK_URL);
});

const scaledClock = (nowMs: () => number, scale: number) => ({
  nowMs,
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms / scale);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
});
