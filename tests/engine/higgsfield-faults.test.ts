import { describe, expect, it } from "vitest";
import type { Fault, FaultRule } from "./support/fault-fetch.ts";
import { CREATE, enqueue, foxes, openEngine, planOf, sentIn, USD } from "./support/higgsfield.ts";
import { createWorld, type World, type WorldOptions } from "./support/world.ts";

const READ = { method: "GET", path: /^\/requests\/.*\/status$/ } as const;

type ProviderOptions = Parameters<World["createSecondProvider"]>[0];

/** Buys one video while the rules hold. */
async function buyOne(
  rules: readonly FaultRule[],
  options: { readonly world?: WorldOptions; readonly provider?: ProviderOptions } = {},
) {
  await using world = await createWorld(options.world);
  world.faults.setRules(rules);
  const engine = await openEngine(world, { provider: world.createSecondProvider(options.provider) });
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
  const options = {
    world: { emulator: { higgsfield: { era: "a" } } },
    provider: { era: "a" },
  } as const;
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
