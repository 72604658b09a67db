import { createHash, randomBytes } from "node:crypto";
import {
  type Engine,
  type EngineOptions,
  makePlan,
  type Plan,
  type PlanContext,
  parseBatch,
} from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import type { Fault, FaultRule } from "./support/fault-fetch.ts";
import { CALLBACK_URL, createWorld, noFiles, type World, type WorldOptions } from "./support/world.ts";

const ENDPOINT = "/kling-video/v2.6/pro/text-to-video";
const CREATE = { method: "POST", path: /^\/kling-video\// } as const;
const READ = { method: "GET", path: /^\/requests\/.*\/status$/ } as const;
/** 5 s of 2.6 pro without sound. */
const USD = 0.35;
const PICTURE = new TextEncoder().encode("the bytes of a picture");
const sha256 = createHash("sha256").update(PICTURE).digest("hex");

const context: PlanContext = {
  isLocalService: true,
  loadImage: () => Promise.reject(new Error("no test uses images")),
  loadFile: (name) =>
    Promise.resolve({ value: `media:sha256:${sha256}`, manifest: { name, kind: "file", sha256 } }),
  readFile: () => Promise.resolve({ bytes: PICTURE, contentType: "image/png" }),
};

const planOf = (requests: readonly object[]): Promise<Plan> =>
  makePlan(
    parseBatch(JSON.stringify({ defaults: { service: "higgsfield", model: "kling-2.6" }, requests })),
    context,
  );

const foxes = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ prompt: `a fox, take ${at + 1}` }));

async function openEngine(
  world: World,
  {
    provider = world.createSecondProvider(),
    ...options
  }: Parameters<World["openEngine"]>[0] & Partial<EngineOptions> = {},
): Promise<Engine> {
  const { readFile, loadFile } = context;
  return world.openEngine({
    providers: [world.createProvider(), provider],
    ...(loadFile ? { loadFile } : {}),
    ...(readFile ? { readFile } : {}),
    slots: {},
    ...options,
  });
}

async function enqueue(world: World, engine: Engine, plan: Plan): Promise<readonly string[]> {
  const made = await world.clock.drive(engine.enqueue(plan));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return made.jobIds;
}

const sentIn = (world: World): number =>
  world.faults.requests.filter((line) => line.startsWith("POST /kling-video/")).length;

/** Buys one video while the rules hold. */
async function buyOne(
  rules: readonly FaultRule[],
  options?: WorldOptions & Parameters<World["createSecondProvider"]>[0],
) {
  await using world = await createWorld(options);
  world.faults.setRules(rules);
  const engine = await openEngine(world, { provider: world.createSecondProvider(options) });
  await enqueue(world, engine, await planOf(foxes(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  const { accepted, billed, delivered } = world.journal();
  const { total } = await engine.budget("usd");
  return { sent: sentIn(world), accepted, billed, delivered, state: job?.state, total, error: job?.error };
}

const bought = { accepted: 1, billed: 1, delivered: 1, state: "collected" };
const html = "<html><h1>502 Bad Gateway</h1></html>";
const detail = (text: string, more: object = {}) => JSON.stringify({ detail: text, ...more });
const answer = (kind: "answer-before" | "answer-after", status: number, body = ""): Fault => ({
  kind,
  status,
  body,
});

describe("one wanted video is bought once from Higgsfield when", () => {
  it.each<readonly [string, FaultRule, number]>([
    ["the answer of an accepted create is lost", { ...CREATE, fault: { kind: "reset-after" }, times: 1 }, 2],
    ["the answers of three creates are lost", { ...CREATE, fault: { kind: "reset-after" }, times: 3 }, 4],
    ["an accepted create is answered 500", { ...CREATE, fault: answer("answer-after", 500), times: 1 }, 2],
    [
      "an accepted create is answered 502 in HTML",
      { ...CREATE, fault: answer("answer-after", 502, html), times: 1 },
      2,
    ],
    ["an accepted create is answered 503", { ...CREATE, fault: answer("answer-after", 503), times: 1 }, 2],
    ["the answer of a create is cut off", { ...CREATE, fault: { kind: "truncate" }, times: 1 }, 2],
    ["an accepted create is never answered", { ...CREATE, fault: { kind: "hang" }, times: 1 }, 2],
    ["a create is lost on its way", { ...CREATE, fault: { kind: "reset-before" }, times: 1 }, 2],
    [
      "a create is answered 500 and was not made",
      { ...CREATE, fault: answer("answer-before", 500), times: 1 },
      2,
    ],
    [
      "the queue is full once",
      {
        ...CREATE,
        fault: answer("answer-before", 429, detail("full", { code: "account_queue_full", limit: 4 })),
        times: 1,
      },
      2,
    ],
    [
      "the model is blocked for a while",
      { ...CREATE, fault: answer("answer-before", 423, detail("blocked")), times: 2 },
      3,
    ],
    [
      "reads are answered in HTML for a while",
      { ...READ, fault: answer("answer-before", 502, html), times: 6 },
      1,
    ],
    ["reads are reset for a while", { ...READ, fault: { kind: "reset-before" }, times: 6 }, 1],
    [
      "the request is not shown for a while",
      { ...READ, fault: answer("answer-before", 404, detail("Not found")), times: 3 },
      1,
    ],
  ])("%s", async (_, rule, sent) => {
    const result = await buyOne([rule]);
    expect(result).toMatchObject({ ...bought, sent });
    expect(result.total).toMatchObject({ settled: USD, held: 0 });
  });
});

it("leaves a lost answer to a person in an era without keys, and sends nothing again", async () => {
  const options = { emulator: { higgsfield: { era: "a" } }, era: "a" } as const;
  const result = await buyOne([{ ...CREATE, fault: { kind: "reset-after" } }], options);
  expect(result).toMatchObject({ sent: 1, accepted: 1, state: "unknown" });
  expect(result.total).toMatchObject({ held: USD });
});

it.each([
  [
    "another body under the same key",
    422,
    detail("Idempotency-Key was used with different request parameters"),
    "unknown",
  ],
  ["a wrong body", 422, detail("'x' is not one of [5, 10]"), "rejected"],
  ["an endpoint that the account does not have", 404, detail("Model not found"), "rejected"],
  ["no credits", 403, detail("Not enough credits"), "approved"],
  ["wrong credentials", 401, detail("Invalid credentials"), "approved"],
] as const)("sends once what is refused for %s", async (_, status, body, state) => {
  const result = await buyOne([{ ...CREATE, fault: answer("answer-before", status, body) }]);
  expect(result).toMatchObject({ sent: 1, accepted: 0, state });
});

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
  expect(error?.message).toContain("moderation");
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
    image_url: `media:sha256:${sha256}`,
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
