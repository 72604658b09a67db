import { randomBytes } from "node:crypto";
import { listenForCallbacks, type Provider, type Store } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import {
  CREATE,
  enqueue,
  foxes,
  openEngine,
  PICTURE_SHA256,
  planOf,
  sentIn,
  USD,
} from "./support/higgsfield.ts";
import { createStoreSite } from "./support/stores.ts";
import { CALLBACK_URL, createWorld, noFiles } from "./support/world.ts";

const ENDPOINT = "/kling-video/v2.6/pro/text-to-video";

it("buys a batch from both services with one run, each in its own unit", async () => {
  await using world = await createWorld();
  const engine = await openEngine(world);
  await enqueue(world, engine, await planOf([{ prompt: "a fox" }, { prompt: "a hare", service: "kling" }]));
  expect((await world.run(engine)).counts).toEqual({ collected: 2 });
  expect((await engine.budget("usd")).total).toMatchObject({ settled: USD });
  expect((await engine.budget()).total).toMatchObject({ held: 0 });
});

it("takes every job of a batch that is larger than the queue, and is seldom refused", async () => {
  await using world = await createWorld({ emulator: { higgsfield: { concurrency: 2, queueFactor: 1 } } });
  const engine = await openEngine(world, { collector: noFiles });
  await enqueue(world, engine, await planOf(foxes(12)));
  expect((await world.run(engine)).counts).toEqual({ collected: 12 });
  expect(world.journal()).toMatchObject({ accepted: 12, billed: 12 });
  expect(sentIn(world)).toBeLessThan(20);
});

it("charges nothing for what moderation stops, and says why", async () => {
  await using world = await createWorld();
  const engine = await openEngine(world, { collector: noFiles });
  const [id = ""] = await enqueue(world, engine, await planOf(foxes(1)));
  await world.clock.drive(engine.run({ until: "accepted" }));
  const [task] = world.emulator.control.tasks();
  world.emulator.control.setTask(task?.id ?? "", { to: "fail", reason: "moderation" });
  await world.run(engine);
  const { state, rawStatus, error, sums } = await engine.job(id);
  expect({ state, rawStatus }).toEqual({ state: "failed", rawStatus: "nsfw" });
  expect(error).toMatchObject({
    code: "task_failed",
    message: expect.stringContaining("moderation"),
    isContentPolicy: true,
  });
  expect(sums).toMatchObject({ settled: 0, held: 0 });
});

it("cancels what waits in the queue, and goes on with what runs", async () => {
  await using world = await createWorld({ emulator: { higgsfield: { concurrency: 1 } } });
  const engine = await openEngine(world, { collector: noFiles });
  const ids = await enqueue(world, engine, await planOf(foxes(3)));
  await world.clock.drive(engine.run({ until: "accepted" }));
  await world.clock.pass(15_000);
  const results = [];
  for (const id of ids) results.push(await world.clock.drive(engine.cancel(id)));
  expect(results.map(({ kind }) => kind).toSorted()).toEqual(["done", "done", "refused"]);
  const refused = results.find(({ kind }) => kind === "refused");
  expect(refused).toMatchObject({
    reason: expect.stringMatching(
      /was not canceled: Higgsfield cancels only what waits in its queue, and this request has left it\. The job is running, and continues$/,
    ),
  });
  expect((await world.run(engine)).counts).toEqual({ canceled: 2, collected: 1 });
  expect((await engine.budget("usd")).total).toMatchObject({ settled: USD, held: 0 });
});

it("uploads a file once, and names the same address when a create is sent again", async () => {
  await using world = await createWorld();
  world.faults.setRules([{ ...CREATE, fault: { kind: "reset-after" }, times: 2 }]);
  const engine = await openEngine(world, { collector: noFiles, slots: { quota: 1 } });
  const requests = foxes(3).map((fox) => ({ ...fox, firstFrame: "fox.png" }));
  const ids = await enqueue(world, engine, await planOf(requests));
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  const uploads = world.faults.requests.filter((line) => line.startsWith("POST /files/"));
  expect(uploads).toHaveLength(1);
  expect(world.journal()).toMatchObject({ accepted: 3, billed: 3 });
  expect((await engine.job(ids[0] ?? "")).planned.payload).toMatchObject({
    image_url: `media:sha256:${PICTURE_SHA256}`,
  });
});

it("refuses a file that is not the one of the plan, and uploads nothing", async () => {
  await using world = await createWorld();
  const readFile = () => Promise.resolve({ bytes: new Uint8Array([1]), contentType: "image/png" });
  const engine = await openEngine(world, { collector: noFiles, readFile });
  const [id = ""] = await enqueue(
    world,
    engine,
    await planOf([{ prompt: "it moves", firstFrame: "fox.png" }]),
  );
  await world.run(engine);
  expect(await engine.job(id)).toMatchObject({ state: "rejected", error: { code: "plan_stale" } });
  expect(world.faults.requests).toEqual([]);
});

it("goes to the endpoint of the plan", async () => {
  await using world = await createWorld();
  const engine = await openEngine(world, { collector: noFiles });
  await enqueue(world, engine, await planOf(foxes(1)));
  await world.run(engine);
  expect(world.faults.requests).toContain(`POST ${ENDPOINT}`);
});

/** The virtual clock jumps from sleep to sleep, and webhooks that come on the way are heard at the end of a jump. */
const FINE_STEPS = { pollMs: 500, leaseMs: 60_000, submitTimeoutMs: 40, readTimeoutMs: 40 };

describe.each([
  ["unsigned", undefined],
  ["signed", `whsec_${randomBytes(24).toString("base64")}`],
])("%s webhooks", (_, webhookSecret) => {
  it("bring the file with few reads", async () => {
    await using world = await createWorld(webhookSecret === undefined ? {} : { webhookSecret });
    const engine = await openEngine(world, {
      collector: noFiles,
      callbackUrl: CALLBACK_URL,
      timing: FINE_STEPS,
    });
    const reads = () => world.faults.requests.filter((line) => line.endsWith("/status")).length;
    await enqueue(world, engine, await planOf(foxes(6)));
    await world.run(engine);
    // From then on webhooks have proved themselves, and reads only confirm them.
    const before = reads();
    await enqueue(world, engine, await planOf(foxes(4)));
    expect((await world.run(engine)).counts).toEqual({ collected: 10 });
    expect(world.callbackStatuses).toEqual(Array.from({ length: 10 }, () => 200));
    expect(reads() - before).toBe(4);
  });
});

it("sends a lost create again with the callback address of the first send, whatever it is now", async () => {
  await using world = await createWorld();
  world.faults.setRules([{ ...CREATE, fault: { kind: "reset-after" }, times: 1 }]);
  const first = await openEngine(world, { collector: noFiles, callbackUrl: CALLBACK_URL });
  await enqueue(world, first, await planOf(foxes(1)));
  const running = first.run();
  await world.clock.pass(200);
  await world.clock.drive(first.stop());
  await running;
  expect(sentIn(world)).toBe(1);
  const second = await openEngine(world, { collector: noFiles, callbackUrl: "https://other.example/cb" });
  expect((await world.run(second)).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
});

describe("after the store was restored, a request that is missing in it", () => {
  interface Addresses {
    /** Where callbacks of the first send went. Default: nowhere. */
    readonly before?: string;
    readonly now?: string;
    /** Where processes of the restored store listened, the latest last. */
    readonly known?: readonly string[];
  }

  const optionsOf = (store: Store, url?: string) => ({
    store,
    collector: noFiles,
    ...(url === undefined ? {} : { callbackUrl: url }),
  });

  /** Buys one video, and again from a store that does not have its job. */
  async function buyAfterRestore({ before, now, known = [] }: Addresses) {
    await using world = await createWorld();
    await using site = await createStoreSite();
    const restored = await site.open(world.clock.during);
    const paths = new Map<string | undefined, string>();
    for (const publicUrl of known) {
      await using listener = await listen(restored, publicUrl);
      paths.set(publicUrl, listener.url);
    }
    const urlOf = (base?: string) => paths.get(base) ?? base;
    const first = await openEngine(world, optionsOf(await world.openStore(), urlOf(before)));
    // Keys come from what is asked for, as in a batch.
    const plan = await planOf(foxes(1));
    await enqueue(world, first, plan, { continues: true });
    expect((await world.run(first)).counts).toEqual({ collected: 1 });
    const second = await openEngine(world, optionsOf(restored, urlOf(now)));
    const [id = ""] = await enqueue(world, second, plan, { continues: true });
    await world.run(second);
    const { state, error, events } = await second.job(id);
    const { accepted, billed } = world.journal();
    await restored.close();
    return { state, error, accepted, billed, sent: sentIn(world), kinds: events.map(({ kind }) => kind) };
  }

  async function listen(store: Store, publicUrl: string) {
    const listener = await listenForCallbacks({ store, publicUrl });
    return { url: listener.url, [Symbol.asyncDispose]: () => listener.close() };
  }

  const HERE = "https://here.example";
  const THERE = "https://there.example";

  it.each<readonly [string, Addresses]>([
    ["and was bought without callbacks, is found with callbacks", { now: HERE }],
    ["and was bought with callbacks, is found without", { before: HERE, known: [HERE] }],
    ["is found with another address", { before: HERE, now: THERE, known: [HERE, THERE] }],
  ])("%s, and not bought again", async (_, addresses) => {
    const { kinds, ...result } = await buyAfterRestore(addresses);
    expect(result).toMatchObject({ state: "collected", accepted: 1, billed: 1 });
    expect(kinds).toEqual(expect.arrayContaining(["job-answer-duplicate", "job-adopted"]));
  });

  it("and comes back complete, counts as found", async () => {
    const { kinds, ...result } = await buyAfterRestore({});
    expect(result).toMatchObject({ state: "collected", accepted: 1, billed: 1, sent: 2 });
    expect(kinds).toEqual(expect.arrayContaining(["job-answer-duplicate", "job-adopted"]));
    expect(kinds).not.toContain("job-accepted");
  });

  it("is bought again only where the service forgets the key between two sends, which come without a pause", async () => {
    await using world = await createWorld();
    const plan = await planOf(foxes(1));
    const first = await openEngine(world, { collector: noFiles });
    await enqueue(world, first, plan, { continues: true });
    await world.run(first);
    const sentAtMs: number[] = [];
    const provider = world.createSecondProvider();
    const forgetful: Provider = {
      ...provider,
      async submit(submission, context) {
        sentAtMs.push(world.clock.nowMs());
        const answer = await provider.submit(submission, context);
        if (answer.kind === "mismatch") world.emulator.control.reset();
        return answer;
      },
    };
    const billedBefore = world.journal().billed;
    await using site = await createStoreSite();
    const restored = await site.open(world.clock.during);
    const options = { ...optionsOf(restored, HERE), provider: forgetful };
    const second = await openEngine(world, options);
    const [id = ""] = await enqueue(world, second, plan, { continues: true });
    await world.run(second);
    // Nothing in the answer to the second send tells a new request from the known one.
    expect((await second.job(id)).state).toBe("collected");
    expect(billedBefore).toBe(1);
    expect(world.emulator.control.tasks()).toHaveLength(1);
    // No reading, upload or wait lies between them: only there it can happen.
    expect(sentAtMs).toHaveLength(2);
    expect((sentAtMs[1] ?? 0) - (sentAtMs[0] ?? 0)).toBeLessThan(1000);
    await restored.close();
  });

  it("is left to a person where its address is not known, and not bought again", async () => {
    const result = await buyAfterRestore({ before: HERE, now: THERE });
    expect(result).toMatchObject({ state: "unknown", accepted: 1, billed: 1, sent: 3 });
    expect(result.error).toMatchObject({
      code: "key_reused",
      message: expect.stringMatching(
        /with another callback address or other uploaded files .*Nothing was bought now\.$/,
      ),
    });
  });
});
