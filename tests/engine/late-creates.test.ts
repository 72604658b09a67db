import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Engine, EngineOptions, Provider, SubmitAnswer } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const MINUTE_MS = 60_000;
const LOST: SubmitAnswer = { kind: "unclear", message: "no response before the deadline" };
const NO_BALANCE: SubmitAnswer = { kind: "refused", remedy: "stop", code: "1102", message: "no balance" };

/** Creates that hang in a gateway: `arrive` lets the oldest of them through. Later sends get the given answer. */
function createGateway(world: World, { hung, later = LOST }: { hung: number; later?: SubmitAnswer }) {
  const honest = world.createProvider();
  const waiting: (() => Promise<SubmitAnswer>)[] = [];
  let isOpen = false;
  const provider: Provider = {
    ...honest,
    async submit(submission, context) {
      if (isOpen) return honest.submit(submission, context);
      if (waiting.length >= hung) return later;
      waiting.push(() => honest.submit(submission, { timeoutMs: MINUTE_MS }));
      return LOST;
    },
  };
  return {
    provider,
    arrive: () => world.clock.drive(waiting.shift()?.() ?? Promise.resolve(LOST)),
    open() {
      isOpen = true;
    },
  };
}

async function openWith(
  world: World,
  provider: Provider,
  collecting: Pick<EngineOptions, "collector"> = { collector: noFiles },
): Promise<{ engine: Engine; jobId: string }> {
  const timing = { pollMs: MINUTE_MS, leaseMs: MINUTE_MS, maxSends: 3 };
  const engine = await world.openEngine({ ...collecting, provider, timing });
  const made = await world.clock.drive(engine.enqueue(await planOf(1)));
  return { engine, jobId: made.kind === "accepted" ? (made.jobIds[0] ?? "") : "" };
}

const statesOf = async (engine: Engine) => (await engine.jobs()).map(({ state }) => state);

it("a create that arrives after its job was canceled is found by the next run, followed and booked", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 1, later: NO_BALANCE });
  const { engine, jobId } = await openWith(world, gateway.provider);
  await world.run(engine);
  expect(await engine.cancel(jobId)).toEqual({ kind: "done" });
  await world.run(engine);
  expect(await statesOf(engine)).toEqual(["canceled"]);
  await gateway.arrive();
  await world.run(engine);
  expect(await statesOf(engine)).toEqual(["collected"]);
  expect((await engine.budget()).total).toMatchObject({ settled: 1.5, held: 0 });
  expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
});

it("sends that were given up say that no task was found, and one that arrives is put on record", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine, jobId } = await openWith(world, gateway.provider);
  await world.run(engine);
  expect(await engine.jobs()).toMatchObject([
    { state: "rejected", error: { code: "no_answer", message: expect.stringMatching(/no task was found$/) } },
  ]);
  await gateway.arrive();
  await world.run(engine);
  const { state, sums, events } = await engine.job(jobId);
  expect({ state, sums }).toMatchObject({ state: "collected", sums: { settled: 1.5, held: 0 } });
  expect(events.map(({ kind }) => kind)).toContain("job-adopted");
});

it.each([
  ["10", 5],
  ["60", 30],
])("a worker looks %s minutes after the end, while it waits for other jobs", async (end, arrival) => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine } = await openWith(world, gateway.provider);
  const stop = new AbortController();
  const working = engine.run({ signal: stop.signal, until: "abort" });
  await world.clock.pass(arrival * MINUTE_MS);
  await gateway.arrive();
  expect(await statesOf(engine)).toEqual(["rejected"]);
  await world.clock.pass((Number(end) + 10 - arrival) * MINUTE_MS);
  stop.abort();
  await world.clock.drive(working);
  expect(await statesOf(engine)).toEqual(["collected"]);
});

it("nobody looks for ever", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine } = await openWith(world, gateway.provider);
  await world.run(engine);
  await world.emulator.control.advance(61 * MINUTE_MS);
  await world.run(engine);
  const before = world.faults.requests.length;
  await world.run(engine);
  expect(world.faults.requests).toHaveLength(before);
});

it("a retry looks the old key up first, and buys nothing where it finds a task", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine, jobId } = await openWith(world, gateway.provider);
  await world.run(engine);
  await gateway.arrive();
  gateway.open();
  expect(await world.clock.drive(engine.retry(jobId))).toMatchObject({ isContinued: true, jobIds: [jobId] });
  await world.run(engine);
  expect(await statesOf(engine)).toEqual(["collected"]);
  expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
});

it("a retry whose look-up fails buys nothing", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  let isDown = false;
  const provider: Provider = {
    ...gateway.provider,
    lookup: (ref, context) =>
      isDown
        ? Promise.resolve({ kind: "error", message: "HTTP 503" })
        : gateway.provider.lookup(ref, context),
  };
  const { engine, jobId } = await openWith(world, provider);
  await world.run(engine);
  isDown = true;
  await expect(world.clock.drive(engine.retry(jobId))).rejects.toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining("HTTP 503"),
  });
  isDown = false;
  expect(await world.clock.drive(engine.retry(jobId))).not.toHaveProperty("isContinued");
});

it("a task that is found late never takes the file of the job that replaced it", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine, jobId } = await openWith(world, gateway.provider);
  await world.run(engine);
  gateway.open();
  const [first] = await engine.jobs();
  const again = await world.clock.drive(engine.enqueue(await planOf(1), { keepsPaths: true }));
  await world.run(engine);
  await gateway.arrive();
  await world.run(engine);
  const paths = (await engine.jobs()).map(({ filePath }) => filePath);
  expect(again.kind === "accepted" && again.jobIds).not.toContain(jobId);
  expect(paths[0]).toBe(first?.filePath);
  expect(paths[1]).not.toBe(paths[0]);
});

it("a task that is found late never takes the place of a file that a person put there", async () => {
  await using world = await createWorld();
  const gateway = createGateway(world, { hung: 3 });
  const { engine } = await openWith(world, gateway.provider, {});
  await world.run(engine);
  const [ended] = await engine.jobs();
  const path = ended?.filePath ?? "";
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "mine");
  await gateway.arrive();
  await world.run(engine);
  const [found] = await engine.jobs();
  expect(found).toMatchObject({ state: "collected", filePath: path.replace(/\.mp4$/, "-2.mp4") });
});

it("a job that was refused clearly is not looked up later", async () => {
  await using world = await createWorld();
  const refused: SubmitAnswer = { kind: "refused", remedy: "never", code: "1201", message: "no" };
  const { provider } = createGateway(world, { hung: 0, later: refused });
  const { engine } = await openWith(world, provider);
  await world.run(engine);
  await world.emulator.control.advance(61 * MINUTE_MS);
  await world.run(engine);
  expect(world.faults.requests).toEqual([]);
});
