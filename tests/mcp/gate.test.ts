import { createHttpHandler, type HttpHandlerOptions } from "@klingkit/mcp";
import { expect, it } from "vitest";
import { createMcpWorld, errorIn, POLICY } from "./support/mcp-world.ts";
import { ACCEPT, createRawClient, type RawAnswer, type RawClientOptions } from "./support/raw-client.ts";

async function createGate(
  options: Partial<HttpHandlerOptions> & { readonly world?: Parameters<typeof createMcpWorld>[0] } = {},
) {
  const { world: worldOptions, ...server } = options;
  const world = await createMcpWorld(worldOptions);
  const handler = createHttpHandler({ ...world.serverOptions, ...server });
  const client = (given: RawClientOptions = {}) => createRawClient(handler, given);
  const send = client();
  const requests = [{ prompt: "a fox", model: "kling-2.5-turbo" }];
  const planned = await send({ name: "plan_videos", arguments: { purpose: "teaser", requests } });
  const given = { plan_hash: planned.result?.structuredContent?.["plan_hash"] };
  const run = { name: "run_plan", arguments: given };
  return { ...world, client, send, run };
}

const stateOf = ({ result }: RawAnswer): unknown => result?.structuredContent?.["state"];
const isQuestion = ({ result }: RawAnswer): boolean => result?.resultType === "input_required";

it("asks, and buys what the answer to its own question approves", async () => {
  await using gate = await createGate();
  const question = await gate.send(gate.run);
  const answered = await gate.send({
    ...gate.run,
    requestState: question.result?.requestState,
    inputResponses: ACCEPT,
  });
  await gate.finish();

  expect(isQuestion(question)).toBe(true);
  expect(stateOf(answered)).toBe("running");
  expect(gate.creates()).toBe(1);
});

it("buys what has no known price, once the question has said so", async () => {
  await using gate = await createGate();
  const body = { effect_scene: "pet_lion_pro", input: { image: "https://example.com/cat.png" } };
  const requests = [{ operation: "v1/effects", body }];
  const planned = await gate.send({ name: "plan_videos", arguments: { purpose: "pets", requests } });
  const run = {
    name: "run_plan",
    arguments: { plan_hash: planned.result?.structuredContent?.["plan_hash"] },
  };
  const question = await gate.send(run);
  expect(JSON.stringify(question.result)).toContain("no known price");
  const answered = await gate.send({
    ...run,
    requestState: question.result?.requestState,
    inputResponses: ACCEPT,
  });
  expect(stateOf(answered)).toBe("running");
});

it("asks a program that accepts what nobody asked", async () => {
  await using gate = await createGate();
  const answer = await gate.send({ ...gate.run, inputResponses: ACCEPT });
  await gate.finish();

  expect(isQuestion(answer)).toBe(true);
  expect(gate.creates()).toBe(0);
});

it.each([
  ["forged", "v1.eyJwIjp7fX0.AAAA"],
  ["empty", ""],
  ["no text", 7],
])("refuses a state that is %s", async (_, requestState) => {
  await using gate = await createGate();
  await gate.send({ ...gate.run, requestState, inputResponses: ACCEPT });
  await gate.finish();
  expect(gate.creates()).toBe(0);
});

it("buys once for two answers to one question", async () => {
  await using gate = await createGate();
  const { result } = await gate.send(gate.run);
  const answer = { ...gate.run, requestState: result?.requestState, inputResponses: ACCEPT };
  const states = (await Promise.all([gate.send(answer), gate.send(answer)])).map(stateOf);
  await gate.finish();
  const again = await gate.send(answer);

  expect(states).toEqual(["running", "running"]);
  expect(stateOf(again)).toBe("done");
  expect(gate.creates()).toBe(1);
  expect((await gate.jobClient.allApprovals({ limit: 9 })).length).toBe(1);
});

it("asks again where the arguments changed after the question", async () => {
  await using gate = await createGate();
  const { result } = await gate.send(gate.run);
  const changed = { ...gate.run, arguments: { ...gate.run.arguments, wait_seconds: 0 } };
  const answer = await gate.send({ ...changed, requestState: result?.requestState, inputResponses: ACCEPT });

  expect(isQuestion(answer)).toBe(true);
  expect(gate.creates()).toBe(0);
});

it("takes no answer for another plan", async () => {
  await using gate = await createGate();
  const { result } = await gate.send(gate.run);
  const requests = Array.from({ length: 9 }, () => ({
    prompt: "foxes",
    model: "kling-2.5-turbo",
    durationSeconds: 10,
  }));
  const dear = await gate.send({ name: "plan_videos", arguments: { purpose: "dear", requests } });
  const plan_hash = dear.result?.structuredContent?.["plan_hash"];
  const answer = await gate.send({
    name: "run_plan",
    arguments: { plan_hash },
    requestState: result?.requestState,
    inputResponses: ACCEPT,
  });

  expect(isQuestion(answer)).toBe(true);
  expect(gate.creates()).toBe(0);
});

it("takes no answer from another program", async () => {
  await using gate = await createGate();
  const { result } = await gate.send(gate.run);
  const other = gate.client({ name: "other" });
  const answer = await other({ ...gate.run, requestState: result?.requestState, inputResponses: ACCEPT });

  expect(isQuestion(answer)).toBe(true);
  expect(gate.creates()).toBe(0);
});

it("takes no answer that comes after ten minutes", async () => {
  await using gate = await createGate();
  const { result } = await gate.send(gate.run);
  await gate.clock.pass(600_000);
  const answer = await gate.send({ ...gate.run, requestState: result?.requestState, inputResponses: ACCEPT });

  expect(isQuestion(answer)).toBe(true);
  expect(gate.creates()).toBe(0);
});

it("takes no answer that another process has signed", async () => {
  await using gate = await createGate();
  const other = createRawClient(createHttpHandler(gate.serverOptions));
  const { result } = await other(gate.run);
  const answer = await gate.send({ ...gate.run, requestState: result?.requestState, inputResponses: ACCEPT });

  expect(answer.error).toMatchObject({ code: -32602 });
  expect(gate.creates()).toBe(0);
});

it("takes an answer in another process of the same key and store", async () => {
  const stateKey = new Uint8Array(32).fill(7);
  await using gate = await createGate({ stateKey });
  const other = createRawClient(createHttpHandler({ ...gate.serverOptions, stateKey }));
  const { result } = await other(gate.run);
  const answer = await gate.send({ ...gate.run, requestState: result?.requestState, inputResponses: ACCEPT });
  expect(stateOf(answer)).toBe("running");
});

it("does not ask where only a person's own approval counts, and does not take an agent's", async () => {
  await using gate = await createGate({ world: { engine: { approvals: "person" } } });
  const answer = await gate.send({ ...gate.run, inputResponses: ACCEPT });

  expect(answer.result?.structuredContent).toMatchObject({ state: "approval_required", approvals: "person" });
  expect(gate.creates()).toBe(0);
});

it("asks for what the owner's least rung demands: no form above it", async () => {
  const policy = { ...POLICY, createsPerRun: 0, leastRungs: [{ rung: "studio" as const, aboveUnits: 1 }] };
  await using gate = await createGate({
    world: { engine: { policy } },
    studioUrl: (hash) => `http://127.0.0.1:1/${hash}`,
  });
  const form = await gate.send(gate.run);
  const pages = gate.client({ capabilities: { elicitation: { url: {} } } });
  const page = await pages(gate.run);
  const back = {
    ...gate.run,
    requestState: page.result?.requestState,
    inputResponses: { page: { action: "accept" } },
  };
  const opened = await pages(back);
  const plan = await gate.jobClient.plan(String(gate.run.arguments.plan_hash));
  if (plan) await gate.jobClient.approve(plan, { approvedBy: "ada", via: "studio" });
  const approved = await pages(gate.run);

  expect(form.result?.structuredContent).toMatchObject({ state: "approval_required", least_rung: "studio" });
  expect(isQuestion(page)).toBe(true);
  expect(stateOf(opened)).toBe("approval_required");
  expect(stateOf(approved)).toBe("running");
});

it("does not use an approval of a lower rung that an engine without the rule took", async () => {
  const policy = {
    ...POLICY,
    createsPerRun: 0,
    leastRungs: [{ rung: "terminal" as const, purpose: "teaser" }],
  };
  await using gate = await createGate({ world: { engine: { policy } } });
  const plan = await gate.jobClient.plan(String(gate.run.arguments.plan_hash));
  if (plan) await gate.jobClient.approve(plan, { approvedBy: "x", via: "mcp", rung: "elicitation" });
  if (plan) await gate.jobClient.approve(plan, { approvedBy: "x", via: "flag" });
  const answer = await gate.send(gate.run);

  expect(stateOf(answer)).toBe("approval_required");
  const message = answer.result?.structuredContent?.["message"];
  expect(message).toContain("A saved approval does not count: the approval came by ");
  expect(message).toContain("the approval came by flag, and the policy asks for terminal or more. Ask");
});

it("names the limit, what is left of it and what would pass, in full", async () => {
  await using gate = await createGate({ world: { engine: { policy: { ...POLICY, unitsPerRun: 1 } } } });
  const answer = await gate.send(gate.run);

  expect(answer.result?.structuredContent).toMatchObject({ state: "refused", code: "budget_exceeded" });
  expect(answer.result?.structuredContent?.["message"]).toMatch(
    /^the run limit of 1 units? [^…]*raise it in the policy\. Nothing was bought\. /,
  );
});

it("says that it does not know a plan", async () => {
  await using gate = await createGate();
  const { result } = await gate.send({ name: "run_plan", arguments: { plan_hash: "sha256:00" } });
  // Clients hold data against the schema of the tool, also where it is an error.
  expect(result).toMatchObject({ isError: true });
  expect(result).not.toHaveProperty("structuredContent");
  expect(errorIn(result)).toMatchObject({ error: { code: "plan_not_found", may_have_charged: "no" } });
});
