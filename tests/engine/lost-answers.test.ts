import type { Engine, Provider, ReadAnswer, SubmitAnswer } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const DAY_MS = 86_400_000;
const SETTLE_MS = 1000;
/** What a job of `planOf` costs. */
const UNITS = 1.5;
const LOST: SubmitAnswer = { kind: "unclear", message: "the connection was reset" };

interface Answers {
  readonly submit: () => SubmitAnswer;
  readonly read: () => Promise<ReadAnswer> | ReadAnswer;
}

/** A service that keeps tasks for 30 days, and answers as it is told. */
const serviceOf = ({ submit, read }: Answers): Provider => ({
  name: "kling",
  account: "a",
  spendsMoney: true,
  readBatchSize: 1,
  retentionMs: 30 * DAY_MS,
  goneMessage: "gone",
  settleMs: SETTLE_MS,
  poolOf: () => ({ pool: "p", weight: 1 }),
  expectedMs: () => SETTLE_MS,
  submit: async () => submit(),
  lookup: async () => read(),
  read: (refs) => Promise.all(refs.map(() => read())),
});

async function engineWithJob(world: World, answers: Answers): Promise<{ engine: Engine; jobId: string }> {
  const provider = serviceOf(answers);
  const engine = await world.openEngine({ collector: noFiles, provider, requiresApproval: false });
  const made = await world.clock.drive(engine.enqueue(await planOf(1)));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return { engine, jobId: made.jobIds[0] ?? "" };
}

const taskOf = (units: number): ReadAnswer => ({
  kind: "found",
  task: {
    taskId: "t1",
    status: "succeeded",
    rawStatus: "succeed",
    message: "",
    units,
    url: "https://a.example/v.mp4",
  },
});

it.each([
  ["sent again while the service would still show the task", 1, 2, "rejected"],
  ["left to a person once the service would have forgotten it", 31, 1, "unknown"],
] as const)("a key that is not found is %s", async (_, days, sends, state) => {
  await using world = await createWorld();
  let sent = 0;
  const submit = (): SubmitAnswer => {
    sent += 1;
    return sent === 1 ? LOST : { kind: "refused", remedy: "never", code: "no", message: "no" };
  };
  const { engine } = await engineWithJob(world, { submit, read: () => ({ kind: "absent" }) });
  await world.clock.drive(engine.run({ timeoutMs: SETTLE_MS / 2 }));
  expect(await engine.jobs()).toMatchObject([{ state: "submitting" }]);
  await world.emulator.control.advance(days * DAY_MS);
  await world.run(engine);
  expect(await engine.jobs()).toMatchObject([{ state }]);
  expect(sent).toBe(sends);
});

it("a task that a person adopts while another rejects the job is not said to be adopted", async () => {
  await using world = await createWorld();
  let whileRead = () => Promise.resolve();
  const { engine, jobId } = await engineWithJob(world, {
    submit: () => LOST,
    async read() {
      await whileRead();
      return whileRead === noReview ? { kind: "error", message: "down" } : taskOf(1);
    },
  });
  async function noReview() {}
  whileRead = noReview;
  await world.run(engine);
  expect(await engine.jobs()).toMatchObject([{ state: "unknown" }]);
  whileRead = async () => void (await engine.review(jobId, { verdict: "not-bought", by: "ada" }));
  expect(await world.clock.drive(engine.adopt(jobId, "t1"))).toMatchObject({ kind: "refused" });
  expect(await engine.jobs()).toMatchObject([{ state: "rejected" }]);
});

it.each([0.00025, -1])("the ledger balances when the service reports %s units", async (units) => {
  await using world = await createWorld();
  const { engine } = await engineWithJob(world, {
    submit: () => ({ kind: "accepted", taskId: "t1" }),
    read: () => taskOf(units),
  });
  await world.run(engine);
  expect((await engine.budget()).total.held).toBe(0);
});

it.each([
  [1e308, "1e+308"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [-5, "-5"],
])(
  "a charge of %s units spoils no sum: the estimate is booked, and an event says so",
  async (units, reported) => {
    await using world = await createWorld();
    const { engine, jobId } = await engineWithJob(world, {
      submit: () => ({ kind: "accepted", taskId: "t1" }),
      read: () => taskOf(units),
    });
    await world.run(engine);
    expect((await engine.budget()).total).toMatchObject({ reserved: UNITS, settled: UNITS, held: 0 });
    const { events } = await engine.job(jobId);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "job-charge-doubted", data: { reported, units: UNITS } }),
    );
  },
);

it("hangs on no request that loses its deadline: it is looked up like a lost answer", async () => {
  await using world = await createWorld();
  const honest = world.createProvider();
  const lost = { submit: 1, read: 1 };
  const provider: Provider = {
    ...honest,
    async submit(submission, context) {
      const answer = await honest.submit(submission, context);
      lost.submit -= 1;
      return lost.submit >= 0 ? new Promise(() => undefined) : answer;
    },
    async read(refs, context) {
      const answers = await honest.read(refs, context);
      lost.read -= 1;
      return lost.read >= 0 ? new Promise(() => undefined) : answers;
    },
  };
  const engine = await world.openEngine({ collector: noFiles, provider });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1 });
  const [job] = await engine.jobs();
  const kinds = (await engine.job(job?.id ?? "")).events.map(({ kind }) => kind);
  expect(kinds).toContain("job-answer-unclear");
});
