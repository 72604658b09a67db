import {
  type CancelAnswer,
  type Engine,
  mayHaveCharged,
  type Provider,
  type ReadAnswer,
  type SubmitAnswer,
  type TaskView,
} from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
/** What a job of `planOf` costs. */
const UNITS = 1.5;
const LOST: SubmitAnswer = { kind: "unclear", message: "the connection was reset" };
const ACCEPTED: SubmitAnswer = { kind: "accepted", taskId: "t1" };

const task = (status: TaskView["status"]): ReadAnswer => ({
  kind: "found",
  task: { taskId: "t1", status, rawStatus: status, message: "", url: "https://a.example/v.mp4" },
});

interface Answers {
  /** Answers to the sends, the last one again and again. */
  readonly sends: readonly SubmitAnswer[];
  readonly read?: () => ReadAnswer;
  readonly cancel?: () => CancelAnswer;
  /** Default: none. */
  readonly callbackUrl?: string;
}

/** A service that answers a create with the task of an earlier one under the same key. */
async function openReplaying(
  world: World,
  { sends, read = () => task("succeeded"), cancel, callbackUrl }: Answers,
) {
  const sent: { readonly key: string; readonly body: string; readonly url: string; readonly atMs: number }[] =
    [];
  const provider: Provider = {
    name: "kling",
    account: "a",
    spendsMoney: true,
    readBatchSize: 1,
    retentionMs: 7 * 24 * HOUR_MS,
    keysKeptMs: 24 * HOUR_MS,
    goneMessage: "gone",
    settleMs: 0,
    poolOf: () => ({ pool: "p", weight: 1 }),
    expectedMs: () => 1000,
    recoveryOf: () => "replay",
    async submit({ externalId, body, callbackUrl: url = "none" }) {
      sent.push({ key: externalId, body: JSON.stringify(body), url, atMs: world.clock.nowMs() });
      return sends[Math.min(sent.length, sends.length) - 1] ?? LOST;
    },
    lookup: () => Promise.reject(new TypeError("no key can be looked up")),
    read: (refs) => Promise.resolve(refs.map(read)),
    ...(cancel ? { cancel: () => Promise.resolve(cancel()) } : {}),
  };
  const options = { requiresApproval: false, ...(callbackUrl === undefined ? {} : { callbackUrl }) };
  const engine = await world.openEngine({ collector: noFiles, provider, ...options });
  const made = await world.clock.drive(engine.enqueue(await planOf(1)));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return { engine, sent, jobId: made.jobIds[0] ?? "" };
}

const told = async (engine: Engine, jobId: string) => {
  const { state, error, sums } = await engine.job(jobId);
  return { state, message: error?.message, held: sums.held, settled: sums.settled };
};

it("sends a create whose answer was lost again, the same in key and body, and takes the task that it is given", async () => {
  await using world = await createWorld();
  const { engine, sent, jobId } = await openReplaying(world, { sends: [LOST, LOST, ACCEPTED] });
  await world.run(engine);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ key, body }) => key + body)).size).toBe(1);
  expect(await told(engine, jobId)).toMatchObject({ state: "collected", settled: UNITS, held: 0 });
});

it("pauses longer before each of those sends, and leaves the job to a person in the end", async () => {
  await using world = await createWorld();
  const { engine, sent, jobId } = await openReplaying(world, { sends: [LOST] });
  await world.run(engine);
  const pauses = sent.slice(1).map(({ atMs }, at) => atMs - (sent[at]?.atMs ?? 0));
  expect(pauses.slice(0, 5)).toEqual(pauses.slice(0, 5).toSorted((left, right) => left - right));
  expect(sent.length).toBeLessThan(50);
  expect((sent.at(-1)?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThan(HOUR_MS / 3);
  expect(await told(engine, jobId)).toMatchObject({
    state: "unknown",
    held: UNITS,
    message: expect.stringContaining("once at most"),
  });
});

it("never sends again when the service may have forgotten the key", async () => {
  await using world = await createWorld();
  const { engine, sent, jobId } = await openReplaying(world, { sends: [LOST, ACCEPTED] });
  const running = engine.run();
  await world.clock.pass(500);
  await world.clock.drive(engine.stop());
  await running;
  expect(sent).toHaveLength(1);
  await world.clock.pass(25 * HOUR_MS);
  await world.run(engine);
  expect(sent).toHaveLength(1);
  expect(await told(engine, jobId)).toMatchObject({ state: "unknown", held: UNITS });
});

it("stops at once where the key was used with another body", async () => {
  await using world = await createWorld();
  const mismatch: SubmitAnswer = { kind: "mismatch", message: "used with other parameters" };
  const { engine, sent, jobId } = await openReplaying(world, { sends: [mismatch] });
  await world.run(engine);
  expect(sent).toHaveLength(1);
  expect(await told(engine, jobId)).toMatchObject({
    state: "unknown",
    held: UNITS,
    message: "used with other parameters",
  });
  expect((await world.stores[0]?.reader.selectFrom("slot").select("job_id").execute())?.at(0)).toEqual({
    job_id: null,
  });
});

it("sends a key that is taken again without the callback address, and as often as its answers are lost", async () => {
  await using world = await createWorld();
  const mismatch: SubmitAnswer = { kind: "mismatch", message: "used with other parameters" };
  const callbackUrl = "https://new.example/cb";
  const { engine, sent, jobId } = await openReplaying(world, {
    sends: [mismatch, LOST, LOST, ACCEPTED],
    callbackUrl,
  });
  await world.run(engine);
  expect(sent.map(({ url }) => url)).toEqual([callbackUrl, "none", "none", "none"]);
  expect(new Set(sent.map(({ key, body }) => key + body)).size).toBe(1);
  expect(await told(engine, jobId)).toMatchObject({ state: "collected", settled: UNITS, held: 0 });
});

it("sends a key of another store for half an hour only: how old it is, and when the service forgets it, nobody knows", async () => {
  await using world = await createWorld();
  const mismatch: SubmitAnswer = { kind: "mismatch", message: "used with other parameters" };
  const busy: SubmitAnswer = { kind: "refused", remedy: "later", code: "busy", message: "busy" };
  const callbackUrl = "https://new.example/cb";
  const { engine, sent, jobId } = await openReplaying(world, {
    sends: [mismatch, ...Array.from({ length: 500 }, () => busy), ACCEPTED],
    callbackUrl,
  });
  await world.run(engine);
  expect(sent.length).toBeGreaterThan(3);
  expect((sent.at(-1)?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeLessThanOrEqual(HOUR_MS / 2);
  expect(await told(engine, jobId)).toMatchObject({ state: "unknown", held: UNITS });
});

it("does not take a refusal of a key that is taken for a proof that nothing was bought", async () => {
  await using world = await createWorld();
  const mismatch: SubmitAnswer = { kind: "mismatch", message: "used with other parameters" };
  const refused: SubmitAnswer = { kind: "refused", remedy: "never", code: "no", message: "refused" };
  const callbackUrl = "https://new.example/cb";
  const { engine, sent, jobId } = await openReplaying(world, {
    sends: [mismatch, refused, ACCEPTED],
    callbackUrl,
  });
  await world.run(engine);
  expect(sent).toHaveLength(2);
  expect(await told(engine, jobId)).toMatchObject({ state: "unknown", held: UNITS });
});

it.each(["never", "stop"] as const)(
  "does not take a refusal (%s) of a repeated send for a proof that nothing was bought",
  async (remedy) => {
    await using world = await createWorld();
    const refused: SubmitAnswer = { kind: "refused", remedy, code: "no", message: "refused" };
    const { engine, sent, jobId } = await openReplaying(world, { sends: [LOST, refused, ACCEPTED] });
    await world.run(engine);
    expect(sent).toHaveLength(2);
    if (remedy === "never") {
      expect(await told(engine, jobId)).toMatchObject({ state: "unknown", held: UNITS });
      return;
    }
    expect(await told(engine, jobId)).toMatchObject({ state: "approved", held: UNITS });
    // Long after, when a person has helped, the key may be forgotten, and would buy again.
    await world.clock.pass(25 * HOUR_MS);
    await world.clock.drive(engine.resume());
    await world.run(engine);
    expect(sent).toHaveLength(2);
    expect(await told(engine, jobId)).toMatchObject({ state: "unknown" });
  },
);

/** Runs until the task waits at the service, then cancels. */
async function cancelWaiting(world: World, answers: Omit<Answers, "sends">) {
  const { engine, jobId } = await openReplaying(world, { sends: [ACCEPTED], ...answers });
  await world.clock.drive(engine.run({ until: "accepted" }));
  return { result: await world.clock.drive(engine.cancel(jobId)), ...(await told(engine, jobId)) };
}

it("says of a job that is refused after a lost answer that it may have been taken, and does not let it be canceled", async () => {
  await using world = await createWorld();
  const refused = { kind: "refused", remedy: "stop", code: "no_balance", message: "no balance" } as const;
  const { engine, jobId } = await openReplaying(world, { sends: [LOST, refused, ACCEPTED] });
  await world.run(engine);
  const job = await engine.job(jobId);
  expect(job).toMatchObject({ state: "approved", waitsFor: "pool", mayBeTaken: true });
  expect(mayHaveCharged([job])).toBe("unknown");
  expect(await engine.cancel(jobId)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("the service may have taken it"),
  });
  expect((await told(engine, jobId)).held).toBe(UNITS);
  await engine.resume();
  await world.run(engine);
  expect(await told(engine, jobId)).toMatchObject({ state: "collected", settled: UNITS });
  expect(await engine.job(jobId)).not.toHaveProperty("mayBeTaken");
});

it("lets a job be canceled that was only ever refused: certainly nothing was taken", async () => {
  await using world = await createWorld();
  const refused = { kind: "refused", remedy: "stop", code: "no_balance", message: "no balance" } as const;
  const { engine, jobId } = await openReplaying(world, { sends: [refused] });
  await world.run(engine);
  expect(mayHaveCharged([await engine.job(jobId)])).toBe("no");
  expect(await engine.cancel(jobId)).toEqual({ kind: "done" });
});

it("cancels a task that waits at the service, and gives its units back", async () => {
  await using world = await createWorld();
  let isCanceled = false;
  const outcome = await cancelWaiting(world, {
    read: () => task(isCanceled ? "canceled" : "waiting"),
    cancel() {
      isCanceled = true;
      return { kind: "accepted" };
    },
  });
  expect(outcome).toMatchObject({ result: { kind: "done" }, state: "canceled", held: 0, settled: 0 });
});

it.each([
  ["the service has begun", { kind: "too-late", message: "it runs" }, "it runs"],
  ["it began meanwhile", { kind: "accepted" }, "it had begun"],
  ["nobody knows", { kind: "error", message: "no connection" }, "no connection"],
] as const)("goes on with a task that was not canceled: %s", async (_, answer, reason) => {
  await using world = await createWorld();
  const outcome = await cancelWaiting(world, { read: () => task("waiting"), cancel: () => answer });
  expect(outcome).toMatchObject({ state: "running", held: UNITS });
  expect(outcome.result).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
});

it("ends a job whose task another client canceled", async () => {
  await using world = await createWorld();
  const { engine, jobId } = await openReplaying(world, { sends: [ACCEPTED], read: () => task("canceled") });
  await world.run(engine);
  expect(await told(engine, jobId)).toMatchObject({ state: "canceled", held: 0, settled: 0 });
});

it("gives files up when the time is over that the task itself names", async () => {
  await using world = await createWorld();
  const filesUntilMs = world.clock.nowMs() + HOUR_MS / 12;
  const gone = task("succeeded");
  if (gone.kind !== "found") throw new Error("no task");
  const { url, ...without } = gone.task;
  const { engine, jobId } = await openReplaying(world, {
    sends: [ACCEPTED],
    read: () => ({ kind: "found", task: { ...without, filesUntilMs } }),
  });
  await world.run(engine);
  expect(world.clock.nowMs()).toBeGreaterThan(filesUntilMs);
  expect(await told(engine, jobId)).toMatchObject({
    state: "expired",
    settled: UNITS,
    message: "the service keeps files for 7 days at most, and this one is gone",
  });
});
