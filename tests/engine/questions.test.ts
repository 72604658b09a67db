import { openJobClient } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, planOf } from "./support/world.ts";

const ASKING = {
  rung: "elicitation",
  argumentsHash: "sha256:aa",
  caller: "one",
  client: "agent 1.0",
} as const;
const GRANT = { approvedBy: "agent 1.0" };

async function createAsked() {
  const world = await createWorld();
  const engine = await world.openEngine({ requiresApproval: true });
  const plan = await planOf(1);
  const { nonce } = await engine.ask(plan, ASKING);
  const answer = {
    nonce,
    rung: "elicitation",
    argumentsHash: "sha256:aa",
    caller: "one",
    verdict: "approved",
  } as const;
  return { ...world, engine, plan, answer };
}

it("takes one answer, whichever of two processes gets it at once", async () => {
  await using asked = await createAsked();
  const { engine, plan, answer } = asked;
  const other = await asked.openEngine({ requiresApproval: true });

  const results = await Promise.all([engine, other, engine].map((one) => one.answer(plan, answer, GRANT)));
  const approvals = await (await asked.openStore()).reader.selectFrom("approval").selectAll().execute();

  expect(results.map(({ kind }) => kind).toSorted()).toEqual(["approved", "refused", "refused"]);
  expect(approvals).toMatchObject([
    { via: "mcp", rung: "elicitation", client: "agent 1.0", plan_hash: plan.hash },
  ]);
});

it("keeps which approval a question gave, and forgets a plan's decline after its time", async () => {
  await using asked = await createAsked();
  const { engine, plan, answer } = asked;
  const result = await engine.answer(plan, { ...answer, verdict: "declined" }, GRANT);
  const asking = { caller: "one", rung: "elicitation" } as const;

  expect(result).toEqual({ kind: "declined" });
  expect(await engine.wasDeclined(plan.hash, asking)).toBe(true);
  expect(await engine.wasDeclined(plan.hash, { ...asking, caller: "two" })).toBe(false);
  expect(await engine.wasDeclined(plan.hash, { client: "agent 1.0", rung: "elicitation" })).toBe(true);
  expect(await engine.wasDeclined(plan.hash, { client: "agent 2.0", rung: "elicitation" })).toBe(false);
  await asked.clock.pass(600_000);
  expect(await engine.wasDeclined(plan.hash, asking)).toBe(false);
});

it.each([
  ["another caller", { caller: "two" }, "the question was never asked here"],
  ["another way", { rung: "app" as const }, "the question was never asked here"],
  ["other arguments", { argumentsHash: "sha256:bb" }, "the arguments changed after the question"],
  ["another nonce", { nonce: "x" }, "the question was never asked here"],
])("refuses an answer from %s, and leaves the question open", async (_, change, reason) => {
  await using asked = await createAsked();
  const { engine, plan, answer } = asked;
  expect(await engine.answer(plan, { ...answer, ...change }, GRANT)).toEqual({ kind: "refused", reason });
  expect(await engine.answer(await planOf(2), answer, GRANT)).toMatchObject({ kind: "refused" });
  expect(await engine.answer(plan, answer, GRANT)).toMatchObject({ kind: "approved" });
});

const DAY_MS = 86_400_000;

it("forgets questions and plans of agents after 30 days, but for a plan that is still approved", async () => {
  await using asked = await createAsked();
  const { engine, clock, plan } = asked;
  const store = await asked.openStore();
  const client = openJobClient(store, { clock });
  const [approved, later] = [await planOf(2), await planOf(3)];
  for (const one of [plan, approved]) await client.keepPlan(one);
  await client.approve(approved, { approvedBy: "ada", validMs: 60 * DAY_MS });
  await clock.pass(29 * DAY_MS);
  await client.keepPlan(later);
  expect(await client.plan(plan.hash)).toBeDefined();
  await clock.pass(2 * DAY_MS);
  await client.keepPlan(later);
  await engine.ask(later, ASKING);
  const kept = await Promise.all([plan, approved, later].map(({ hash }) => client.plan(hash)));
  expect(kept.map((one) => one?.hash)).toEqual([undefined, approved.hash, later.hash]);
  const questions = await store.reader.selectFrom("question").select("plan_hash").execute();
  expect(questions).toEqual([{ plan_hash: later.hash }]);
});
