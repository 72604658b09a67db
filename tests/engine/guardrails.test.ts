import {
  type Engine,
  type EnqueueResult,
  formatPlan,
  hashOf,
  makePlan,
  openJobClient,
  type Plan,
  parseBatch,
  readPlan,
  readPolicy,
  sealPlan,
} from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
const policyText = (fields: object) =>
  JSON.stringify({ kind: "klingkit.policy", version: 1, writtenBy: "ada", ...fields });

/** A world in which the emulator is taken for the real service. */
async function strictWorld(options: Parameters<World["openEngine"]>[0] = {}) {
  const world = await createWorld();
  const engine = await world.openEngine({ requiresApproval: true, collector: noFiles, ...options });
  const enqueue = (plan: Plan, approvalId?: string): Promise<EnqueueResult> =>
    world.clock.drive(engine.enqueue(plan, approvalId === undefined ? {} : { approvalId }));
  const approve = (plan: Plan, grant: object = {}) =>
    world.clock.drive(engine.approve(plan, { approvedBy: "ada", ...grant }));
  return { world, engine, enqueue, approve, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

async function expectNothingSent({ world, engine }: { world: World; engine: Engine }) {
  await world.run(engine);
  expect(world.faults.requests).toEqual([]);
  expect(await engine.jobs()).toEqual([]);
}

describe("without an approval", () => {
  it("a plan is refused as data, with payload, estimate, triggers and what would pass", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(2);
    const refusal = await strict.enqueue(plan);
    expect(refusal).toMatchObject({
      kind: "approval_required",
      triggers: ["billable-create", "several-creates-for-one-purpose"],
      totals: { units: 3, usd: 0.42 },
      planHash: plan.hash,
      remedy: expect.stringContaining("kling approve"),
    });
    expect(refusal.kind === "approval_required" && refusal.jobs[0]?.payload).toMatchObject({
      prompt: "a fox, take 1",
    });
    await expectNothingSent(strict);
  });

  it("a route that nobody has proved fires its own trigger", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(1, "kling-v2-6");
    expect(await strict.enqueue(plan)).toMatchObject({ triggers: ["billable-create", "hypothesis-payload"] });
  });
});

describe("an approval in the same step", () => {
  const grant = { approvedBy: "a call", via: "code" } as const;

  it("covers what the plan asks for at that moment, whatever is bought beside it", async () => {
    await using strict = await strictWorld();
    const { world, engine } = strict;
    const takes = await Promise.all([planOf(1), planOf(1)]);
    const bought = takes.map((plan, at) => engine.enqueue(plan, { grant, key: `take ${at}` }));
    expect((await world.clock.drive(Promise.all(bought))).map(({ kind }) => kind)).toEqual([
      "accepted",
      "accepted",
    ]);
  });

  it("leaves none where it does not count, or the plan was bought before", async () => {
    await using strict = await strictWorld({ approvals: "person" });
    const { world, engine } = strict;
    const plan = await planOf(1);
    const client = openJobClient(await world.openStore(), { clock: world.clock });
    expect(await world.clock.drive(engine.enqueue(plan, { grant }))).toMatchObject({
      kind: "approval_required",
      reasons: ["the approval came by code, and only a person may approve here"],
    });
    expect(await client.approvals(plan.hash)).toEqual([]);
    const granted = { grant: { approvedBy: "ada", via: "terminal" }, key: "one" } as const;
    for (const isRepeated of [false, true]) {
      const result = await world.clock.drive(engine.enqueue(plan, granted));
      expect(result).toMatchObject({ kind: "accepted", ...(isRepeated ? { isContinued: true } : {}) });
    }
    expect(await client.approvals(plan.hash)).toEqual([]);
  });
});

describe("an approval", () => {
  it.each([
    ["code", 0],
    ["mcp", 0],
    ["terminal", 1],
  ] as const)("by %s that another call has overtaken buys nothing later: %i left", async (via, left) => {
    await using strict = await strictWorld();
    const { world, engine } = strict;
    const plan = await planOf(1);
    const { id: approvalId } = await strict.approve(plan, { via });
    const other = { grant: { approvedBy: "another call" }, continues: true } as const;
    await world.clock.drive(engine.enqueue(plan, other));
    const result = await world.clock.drive(engine.enqueue(plan, { continues: true, approvalId }));
    expect(result).toMatchObject({ kind: "accepted", isContinued: true });
    expect(
      await openJobClient(await world.openStore(), { clock: world.clock }).approvals(plan.hash),
    ).toHaveLength(left);
  });

  it("lets exactly its plan run, once", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(2);
    const { id } = await strict.approve(plan);
    expect(await strict.enqueue(plan, id)).toMatchObject({
      kind: "accepted",
      approval: { approvedBy: "ada" },
    });
    expect(await strict.enqueue(plan, id)).toMatchObject({
      kind: "approval_required",
      reasons: expect.arrayContaining(["the approval was used before"]),
    });
    await strict.world.run(strict.engine);
    expect(strict.world.journal()).toMatchObject({ creates: 2, billed: 2 });
  });

  it("is neither used up nor asked for where nothing is spent", async () => {
    await using strict = await strictWorld();
    const emulated = await strict.world.openEngine({ requiresApproval: false, collector: noFiles });
    const plan = await planOf(2);
    const small = await strict.approve(plan, { maxCreates: 1 });
    const { id } = await strict.approve(plan, { maxCreates: 2 });
    for (const approvalId of [small.id, id])
      expect((await strict.world.clock.drive(emulated.enqueue(plan, { approvalId }))).kind).toBe("accepted");
    expect((await strict.enqueue(plan, id)).kind).toBe("accepted");
  });

  it("records how it came about, in itself and in its event", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(1);
    expect(await strict.approve(plan)).toMatchObject({ via: "code" });
    const { id } = await strict.approve(plan, { via: "terminal" });
    expect(await strict.enqueue(plan, id)).toMatchObject({ kind: "accepted", approval: { via: "terminal" } });
    const ways = [];
    for await (const { kind, data } of strict.engine.events())
      if (kind === "plan-approved") ways.push(data.via);
    expect(ways).toEqual(["code", "terminal"]);
  });

  it.each([
    ["terminal", "accepted"],
    ["studio", "accepted"],
    ["flag", "approval_required"],
    ["mcp", "approval_required"],
    ["code", "approval_required"],
  ] as const)("that came by %s is %s where only a person may approve", async (via, kind) => {
    await using strict = await strictWorld({ approvals: "person" });
    const plan = await planOf(1);
    const { id } = await strict.approve(plan, { via });
    expect(await strict.enqueue(plan, id)).toMatchObject({
      kind,
      ...(kind === "accepted" ? {} : { approvals: "person", remedy: expect.stringContaining("a person") }),
    });
  });

  it("of a policy counts as a person's, and a policy can ask for a person itself", async () => {
    const policy = readPolicy(policyText({ approvals: "person", routes: ["text-to-video:kling-2.5-turbo"] }));
    await using strict = await strictWorld({ policy });
    expect(await strict.enqueue(await planOf(1))).toMatchObject({
      kind: "accepted",
      approval: { via: "policy" },
    });
    const uncovered = await planOf(2);
    const { id } = await strict.approve(uncovered, { via: "flag" });
    expect(await strict.enqueue(uncovered, id)).toMatchObject({ kind: "approval_required" });
  });

  it("does not hold for a payload that was changed", async () => {
    await using strict = await strictWorld();
    const { id } = await strict.approve(await planOf(1));
    const other = await makePlan(parseBatch('{"requests":[{"prompt":"a cat","model":"kling-2.5-turbo"}]}'), {
      loadImage: () => Promise.reject(new Error("none")),
    });
    expect(await strict.enqueue(other, id)).toMatchObject({ kind: "approval_required" });
    await expectNothingSent(strict);
  });

  it("does not hold for a plan whose estimate was changed by hand", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(1);
    const { id } = await strict.approve(plan);
    const altered = { ...plan, totals: { ...plan.totals, units: 0 } };
    expect(await strict.enqueue(altered, id)).toMatchObject({ kind: "plan_invalid" });
    await expectNothingSent(strict);
  });

  it.each([
    ["totals", (plan: Plan) => ({ totals: { ...plan.totals, units: 0.1 } })],
    ["triggers", () => ({ triggers: [] })],
    [
      "payload",
      ({ jobs }: Plan) => ({ jobs: jobs.map((job) => ({ ...job, payload: { prompt: "cheap" } })) }),
    ],
  ] as const)("does not hold for a plan whose %s were made up, its hash with them", async (_, change) => {
    await using strict = await strictWorld();
    const plan = await planOf(2);
    const { hash: _hash, ...body } = { ...plan, ...change(plan) };
    const altered = { ...body, hash: hashOf(body) };
    const { id } = await strict.approve(altered);
    expect(await strict.enqueue(altered, id)).toMatchObject({ kind: "plan_invalid" });
    expect(() => readPlan(formatPlan(altered))).toThrow(expect.objectContaining({ code: "plan_altered" }));
    await expectNothingSent(strict);
  });

  it("does not hold once the prices were replaced", async () => {
    await using strict = await strictWorld();
    const { hash: _, ...body } = await planOf(1);
    const old = { ...body, priceCard: "2020-01-01" };
    const plan = { ...old, hash: hashOf(old) };
    const { id } = await strict.approve(plan);
    expect(await strict.enqueue(plan, id)).toMatchObject({
      kind: "plan_stale",
      reasons: [expect.stringContaining("2020-01-01 were replaced")],
    });
    await expectNothingSent(strict);
  });

  it("ends with its time", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(1);
    const { id } = await strict.approve(plan, { validMs: HOUR_MS });
    await strict.world.emulator.control.advance(HOUR_MS);
    expect(await strict.enqueue(plan, id)).toMatchObject({ reasons: ["the approval has expired"] });
    await expectNothingSent(strict);
  });

  it("binds the number of creates and the units", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(3);
    const few = await strict.approve(plan, { maxCreates: 2 });
    expect(await strict.enqueue(plan, few.id)).toMatchObject({ reasons: ["the approval allows 2 creates"] });
    const cheap = await strict.approve(plan, { maxUnits: 3 });
    expect(await strict.enqueue(plan, cheap.id)).toMatchObject({
      reasons: ["the approval allows 3 units and the plan needs 4.5 units"],
    });
    await expectNothingSent(strict);
  });

  it("given before the purpose was used does not cover a second create for it", async () => {
    await using strict = await strictWorld();
    const [first, second] = [
      await planOf(1, "kling-2.5-turbo", "teaser"),
      await planOf(1, "kling-2.6", "teaser"),
    ];
    const [one, two] = [await strict.approve(first), await strict.approve(second)];
    expect((await strict.enqueue(first, one.id)).kind).toBe("accepted");
    expect(await strict.enqueue(second, two.id)).toMatchObject({
      reasons: ["the approval does not cover several-creates-for-one-purpose"],
    });
    const named = await strict.approve(second);
    expect(named.triggers).toContain("several-creates-for-one-purpose");
    expect((await strict.enqueue(second, named.id)).kind).toBe("accepted");
  });

  it("is needed anew for a retry, which gets a new key", async () => {
    await using strict = await strictWorld();
    const plan = await planOf(1);
    const { id } = await strict.approve(plan);
    await strict.enqueue(plan, id);
    const [job] = await strict.engine.jobs();
    const jobId = job?.id ?? "";
    await strict.world.clock.drive(strict.engine.cancel(jobId));
    expect((await strict.world.clock.drive(strict.engine.retry(jobId))).kind).toBe("approval_required");
    const again = await strict.approve(await strict.engine.retryPlan(jobId));
    await strict.world.clock.drive(strict.engine.retry(jobId, { approvalId: again.id }));
    const [newest] = await strict.engine.jobs();
    expect(newest).toMatchObject({ retryOf: jobId, state: "approved" });
    expect(newest?.externalId).not.toBe(job?.externalId);
  });
});

describe("a standing policy", () => {
  it("approves what it covers, and every use is on record", async () => {
    const policy = readPolicy(
      policyText({ routes: ["text-to-video:kling-2.5-turbo"], unitsPerDay: 10, createsPerRun: 1 }),
    );
    await using strict = await strictWorld({ policy });
    const result = await strict.enqueue(await planOf(1));
    expect(result).toMatchObject({
      kind: "accepted",
      approval: { kind: "policy", approvedBy: "policy of ada", maxUnits: 1.5 },
    });
    expect(await strict.enqueue(await planOf(1))).toMatchObject({
      reasons: ["the policy does not allow several creates for one purpose (allowsSeveralCreates)"],
    });
  });

  it("without limits also approves an unknown price, and records that it set none", async () => {
    const policy = readPolicy(policyText({ routes: ["text-to-video:kling-2.5-turbo"] }));
    await using strict = await strictWorld({ policy });
    const { purpose, priceCard, jobs } = await planOf(1);
    const estimate = { isKnown: false, reason: "no entry", priceCard } as const;
    const unpriced = sealPlan(
      purpose,
      jobs.map((job) => ({ ...job, estimate })),
    );
    expect(await strict.enqueue(unpriced)).toMatchObject({
      kind: "accepted",
      approval: { kind: "policy", maxUnits: null },
    });
  });

  it("does not approve routes that it does not name, nor after its end", async () => {
    const policy = readPolicy(policyText({ expires: "2026-11-20T00:00:00Z", allowsSeveralCreates: true }));
    await using strict = await strictWorld({ policy });
    expect(await strict.enqueue(await planOf(1))).toMatchObject({
      kind: "approval_required",
      reasons: [
        "the policy expired on 2026-11-20T00:00:00Z",
        expect.stringContaining("text-to-video:kling-2.5-turbo is documented"),
      ],
    });
    await expectNothingSent(strict);
  });

  const editOf = (fields: object = {}) => {
    const video = { url: "https://a.example/v.mp4", use: "base" };
    const requests = [{ prompt: "x", model: "kling-3.0-omni", video, ...fields }];
    const context = { loadImage: () => Promise.reject(new Error("none")) };
    return makePlan(parseBatch(JSON.stringify({ requests })), context);
  };
  const routes = ["omni-video:kling-3.0-omni"];

  it.each([
    ["day", { unitsPerDay: 1 }],
    ["run", { unitsPerRun: 14 }],
    ["model", { unitsPerModel: { "kling-3.0-omni": 14 } }],
  ])(
    "with a limit for a %s never buys what may cost more, by the longest input video",
    async (limit, limits) => {
      await using strict = await strictWorld({ policy: readPolicy(policyText({ ...limits, routes })) });
      expect(await strict.enqueue(await editOf())).toMatchObject({
        kind: "budget_exceeded",
        reasons: [expect.stringMatching(`the ${limit} limit of .* and 14.4 are needed`)],
      });
      await expectNothingSent(strict);
    },
  );

  it("never buys a length that the service does not take", async () => {
    await using strict = await strictWorld({ policy: readPolicy(policyText({ unitsPerDay: 1, routes })) });
    const plan = await editOf({ inputVideoSeconds: 0 });
    expect(plan.totals).toMatchObject({ units: 0, unpricedJobs: 1 });
    expect(await strict.enqueue(plan)).toMatchObject({ kind: "plan_invalid" });
    await expectNothingSent(strict);
  });

  it("holds the most while the length of the input is unknown, and settles by what was charged", async () => {
    await using strict = await strictWorld({
      policy: readPolicy(policyText({ unitsPerDay: 15, routes })),
    });
    expect(await strict.enqueue(await editOf())).toMatchObject({ kind: "accepted" });
    await strict.world.run(strict.engine);
    // The emulator takes every input video for one of 5 s.
    const entries = (await strict.engine.ledger()).map(({ entry, units }) => `${entry} ${units}`);
    expect(entries.toReversed()).toEqual(["reserve 14.4", "settle 4.5", "release 9.9"]);
  });

  it("of a day counts what it has approved and nobody has sent: a worker that sends it may know no policy", async () => {
    const policy = readPolicy(policyText({ unitsPerDay: 10, routes: ["text-to-video:kling-2.5-turbo"] }));
    await using strict = await strictWorld({ policy });
    const order = (name: string) => planOf(1, "kling-2.5-turbo", name);
    for (let at = 1; at <= 6; at += 1)
      expect(await strict.enqueue(await order(`order ${at}`))).toMatchObject({ kind: "accepted" });
    const refused = {
      kind: "budget_exceeded",
      reasons: [
        expect.stringContaining("has 1 left beside 9 units of requests that are approved and not sent"),
      ],
    };
    expect(await strict.enqueue(await order("order 7"))).toMatchObject(refused);
    // A worker without limits.
    const worker = await strict.world.openEngine({ collector: noFiles, slots: { quota: 2 } });
    await strict.world.run(worker);
    expect(strict.world.journal()).toMatchObject({ creates: 6 });
    expect(await strict.enqueue(await order("order 7"))).toMatchObject({
      kind: "budget_exceeded",
      reasons: [expect.stringContaining("has 1 left and 1.5 are needed")],
    });
    await strict.world.clock.pass(24 * HOUR_MS);
    expect(await strict.enqueue(await order("order 7"))).toMatchObject({ kind: "accepted" });
  });

  it("says that a smaller plan would pass only where part of it would", async () => {
    const policy = readPolicy(
      policyText({ unitsPerModel: { "kling-2.5-turbo": 3 }, routes: ["text-to-video:kling-2.5-turbo"] }),
    );
    await using strict = await strictWorld({ policy });
    const order = (jobs: number) => planOf(jobs, "kling-2.5-turbo", "order");
    // 1.5 units each: two of three fit.
    expect(await strict.enqueue(await order(3))).toMatchObject({
      canPartPass: true,
      remedy: "make the batch smaller",
    });
    expect(await strict.enqueue(await order(1))).toMatchObject({ kind: "accepted" });
    // 1.5 units are left for the first of them, then none.
    expect(await strict.enqueue(await planOf(2, "kling-2.5-turbo", "other"))).toMatchObject({
      canPartPass: true,
    });
    expect(await strict.enqueue(await planOf(1, "kling-2.5-turbo", "third"))).toMatchObject({
      kind: "accepted",
    });
    expect(await strict.enqueue(await planOf(2, "kling-2.5-turbo", "fourth"))).toMatchObject({
      kind: "budget_exceeded",
      canPartPass: false,
      remedy: "raise the limit, or wait until it resets at midnight UTC",
    });
  });

  it("lets nothing without a listed price through a limit", async () => {
    await using strict = await strictWorld({ limits: { unitsPerDay: 100 } });
    const plan = await planOf(1);
    const unpriced = sealPlan(
      plan.purpose,
      plan.jobs.map((job) => ({
        ...job,
        estimate: { isKnown: false, reason: "no entry", priceCard: plan.priceCard },
      })),
    );
    const { id } = await strict.approve(unpriced, { maxUnits: null });
    expect(await strict.enqueue(unpriced, id)).toMatchObject({
      kind: "budget_exceeded",
      reasons: ["the day limit of 100 units passes no unknown price. To continue, remove it in the policy"],
    });
    await expectNothingSent(strict);
  });

  it("limits a model under whatever name it is asked for", async () => {
    const policy = readPolicy(
      policyText({
        unitsPerModel: { "kling-v2-5-turbo": 4 },
        routes: ["text-to-video:kling-2.5-turbo", "v1/text2video:kling-v2-5-turbo"],
        allowsSeveralCreates: true,
      }),
    );
    await using strict = await strictWorld({ policy });
    expect(await strict.enqueue(await planOf(2, "kling-2.5-turbo"))).toMatchObject({ kind: "accepted" });
    await strict.world.run(strict.engine);
    const models = [{ model: "kling-2.5-turbo" }, { model: "kling-v2-5-turbo", family: "legacy" }];
    for (const fields of models) {
      const batch = parseBatch(JSON.stringify({ requests: [{ prompt: "x", ...fields }] }));
      const plan = await makePlan(batch, { loadImage: () => Promise.reject(new Error("none")) });
      expect(await strict.enqueue(plan)).toMatchObject({
        kind: "budget_exceeded",
        reasons: [expect.stringContaining("the model limit of 4 units has 1 left")],
      });
    }
  });

  it("refuses a limit for a model that does not exist, because it would limit nothing", () => {
    expect(() => readPolicy(policyText({ unitsPerModel: { "kling-v33": 3 } }))).toThrow(
      "unitsPerModel.kling-v33 is not a model. Did you mean kling-v3?",
    );
  });

  it("refuses a file with a field that it does not know", () => {
    expect(() => readPolicy(policyText({ unitsPerWeek: 3 }))).toThrow(/unitsPerWeek/);
  });
});

describe("a budget", () => {
  it("refuses a batch that is too large for it, before any byte leaves", async () => {
    await using strict = await strictWorld({ requiresApproval: false, limits: { unitsPerDay: 4 } });
    expect(await strict.enqueue(await planOf(3))).toMatchObject({
      kind: "budget_exceeded",
      reasons: [
        // It fits on no other day, either.
        expect.stringContaining(
          "At most 4 units more can pass today. What is needed is more than the whole limit. To continue, raise it in the policy",
        ),
      ],
    });
    await expectNothingSent(strict);
  });

  it("stops in the middle of batches that together are too large", async () => {
    await using strict = await strictWorld({ requiresApproval: false, limits: { unitsPerDay: 9 } });
    await strict.enqueue(await planOf(5));
    await strict.enqueue(await planOf(5, "kling-2.5-turbo", "second"));
    const summary = await strict.world.run(strict.engine);
    expect(summary.held.budget).toBe(4);
    expect(strict.world.journal()).toMatchObject({ creates: 6, billed: 6 });
    expect((await strict.engine.budget()).today).toMatchObject({ settled: 9, held: 0 });
    const [held] = await strict.engine.jobs({ states: ["approved"] });
    expect(held).toMatchObject({ waitsFor: "budget", error: { message: expect.stringContaining("0 left") } });
  });

  it.each([
    [
      "day",
      { unitsPerDay: 3 },
      "Nothing more passes today. The limit resets at midnight UTC. To continue sooner, raise it in the policy",
    ],
    [
      "run",
      { unitsPerRun: 0 },
      "Nothing more passes in this run. This limit does not reset. To continue, raise it in the policy",
    ],
    [
      "model",
      { unitsPerModel: { "kling-3.0": 3 } },
      "Nothing more passes for this model today. The limit resets at midnight UTC.",
    ],
  ])("that is used up says that nothing more passes, and when it does: %s", async (_, limits, words) => {
    await using strict = await strictWorld({ requiresApproval: false, limits });
    await strict.enqueue(await planOf(1, "kling-3.0"));
    await strict.world.run(strict.engine);
    const refused = await strict.enqueue(await planOf(1, "kling-3.0", "second"));
    expect(refused).toMatchObject({ reasons: [expect.stringContaining(`has 0 left`)] });
    expect(refused).toMatchObject({ reasons: [expect.stringContaining(words)] });
  });

  it("of a day is not made larger by what was reserved on the day before and comes back", async () => {
    await using world = await createWorld({
      emulator: { transitions: { mode: "failing", message: "risk control" } },
    });
    const engine = await world.openEngine({ collector: noFiles, limits: { unitsPerDay: 4.5 } });
    await world.emulator.control.advance(24 * HOUR_MS - 5000);
    const first = await world.clock.drive(engine.enqueue(await planOf(3)));
    if (first.kind !== "accepted") throw new Error(first.reasons.join());
    await world.clock.drive(engine.run({ batchId: first.batchId, until: "accepted" }));
    await world.emulator.control.advance(HOUR_MS);
    expect((await world.run(engine)).counts).toEqual({ failed: 3 });
    const second = await planOf(6, "kling-2.5-turbo", "second");
    expect(await world.clock.drive(engine.enqueue(second))).toMatchObject({ kind: "budget_exceeded" });
    const third = await planOf(3, "kling-2.5-turbo", "third");
    expect((await world.clock.drive(engine.enqueue(third))).kind).toBe("accepted");
  });
});

describe("a medium that changed after the approval", () => {
  it("ends the job before any byte leaves", async () => {
    const png = "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51";
    const image = { value: png, sha256: "a".repeat(64) };
    const loadImage = (name: string) =>
      Promise.resolve({
        value: image.value,
        manifest: { name, kind: "file", sha256: image.sha256 },
      } as const);
    await using strict = await strictWorld({ loadImage });
    const batch = parseBatch('{"requests":[{"prompt":"x","firstFrame":"fox.png","model":"kling-v3"}]}');
    const plan = await makePlan(batch, { loadImage });
    const { id } = await strict.approve(plan);
    expect((await strict.enqueue(plan, id)).kind).toBe("accepted");
    Object.assign(image, { value: `${png}AAAA`, sha256: "b".repeat(64) });
    await strict.world.run(strict.engine);
    expect(strict.world.faults.requests).toEqual([]);
    expect(await strict.engine.jobs()).toMatchObject([{ state: "rejected", error: { code: "plan_stale" } }]);
  });
});

describe("a medium that was being read when the command was stopped", () => {
  it("is read again by the next run, which makes the video", async () => {
    let stop = new AbortController();
    const loader = (input: string) =>
      loadImage(input, MEDIA_RULES.legacyImage, {
        signal: stop.signal,
      });
    await using strict = await strictWorld({ loadImage: loader });
    const batch = parseBatch(
      '{"requests":[{"prompt":"x","firstFrame":"examples/lake.png","model":"kling-v3"}]}',
    );
    const plan = await makePlan(batch, { loadImage: loader });
    const { id } = await strict.approve(plan);
    expect((await strict.enqueue(plan, id)).kind).toBe("accepted");
    stop.abort();
    await strict.world.clock.drive(strict.engine.run({ timeoutMs: 1000 }));
    expect(strict.world.faults.requests).toEqual([]);
    expect(await strict.engine.jobs()).toMatchObject([{ state: "approved" }]);
    stop = new AbortController();
    expect((await strict.world.run(strict.engine)).counts).toEqual({ collected: 1 });
  });
});

describe("a retry", () => {
  it("of a job that may still bring its video, or may have been bought, makes nothing", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const [job] = await engine.jobs();
    const id = job?.id ?? "";
    for (const state of ["approved", "submitting", "running", "succeeded", "unknown"] as const) {
      await world.stores[0]?.write((db) => db.updateTable("job").set({ state }).execute());
      await expect(world.clock.drive(engine.retry(id))).rejects.toMatchObject({ code: "retry_refused" });
    }
    expect(await engine.jobs()).toHaveLength(1);
  });
});
