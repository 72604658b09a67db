import {
  type Engine,
  type EnqueueOptions,
  makePlan,
  type Plan,
  parseBatch,
  type TraceCarrier,
} from "@klingkit/engine";
import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterEach, expect, it } from "vitest";
import { createSpanRecorder, outline, traceIds } from "./support/span-recorder.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const SUBMIT = "generate_content kling-2.5-turbo";
const CALLER: TraceCarrier = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
/** The response to a create is lost, and the task cannot be looked up. */
const LOST = [
  { method: "POST", path: /./, times: 1, fault: { kind: "reset-after" } },
  { method: "GET", path: /./, fault: { kind: "reset-before" } },
] as const;

afterEach(() => context.disable());

async function enqueue(world: World, engine: Engine, plan: Plan, options: EnqueueOptions = {}) {
  const made = await world.clock.drive(engine.enqueue(plan, options));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return made;
}

it("reports a plan with mistakes as a failed step without a price", async () => {
  const { telemetry, named } = createSpanRecorder();
  const batch = parseBatch("requests: [{ prompt: a fox, model: kling-2.5-turbo, durationSeconds: 99 }]");
  await makePlan(batch, { loadImage: () => Promise.reject(new Error("no image")), telemetry });
  const [span] = named("klingkit.plan");
  expect(span?.attributes).toMatchObject({ "error.type": "plan_invalid", "klingkit.plan.jobs": 1 });
  expect(span?.attributes).not.toHaveProperty(["klingkit.units.planned"]);
  expect(span?.status.code).toBe(SpanStatusCode.ERROR);
});

it("reports a job from its plan to its file as one trace", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const { telemetry } = recorder;
  const engine = await world.openEngine({ collector: noFiles, telemetry, requiresApproval: true });
  const batch = parseBatch("purpose: teaser\nrequests: [{ prompt: a fox, model: kling-2.5-turbo }]");
  const plan = await makePlan(batch, { loadImage: () => Promise.reject(new Error("no image")), telemetry });
  const { id: approvalId } = await world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
  await enqueue(world, engine, plan, { approvalId });
  await world.run(engine);
  expect(outline(recorder.spans())).toEqual([
    "klingkit.plan",
    "klingkit.approve < klingkit.plan",
    "klingkit.job (producer) < klingkit.approve",
    "klingkit.queue < klingkit.job",
    `${SUBMIT} (client) < klingkit.job`,
    "klingkit.wait < klingkit.job",
    "klingkit.settle < klingkit.job",
    "klingkit.collect < klingkit.job",
  ]);
  expect(traceIds(recorder.spans())).toHaveLength(1);
  const [job] = await engine.jobs();
  expect(recorder.named(SUBMIT)[0]?.attributes).toMatchObject({
    "gen_ai.operation.name": "generate_content",
    "gen_ai.provider.name": "kling",
    "gen_ai.request.model": "kling-2.5-turbo",
    "gen_ai.response.id": job?.taskId,
    "klingkit.job.id": job?.id,
    "klingkit.purpose": "teaser",
    "klingkit.attempt": 1,
    "klingkit.units.reserved": 1.5,
    "klingkit.may_have_charged": "yes",
    "klingkit.adopted": false,
  });
  expect(recorder.named("klingkit.settle")[0]?.attributes).toMatchObject({
    "klingkit.units.reserved": 1.5,
    "klingkit.units.settled": 1.5,
    "klingkit.may_have_charged": "yes",
    "klingkit.job.state": "succeeded",
  });
});

it("says for how long a task was waited for, in one span", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const engine = await world.openEngine({ collector: noFiles, telemetry: recorder.telemetry });
  await enqueue(world, engine, await planOf(1));
  await world.run(engine);
  const [wait, ...others] = recorder.named("klingkit.wait");
  expect(others).toEqual([]);
  const { events } = await engine.job((await engine.jobs())[0]?.id ?? "");
  const at = (kind: string) => events.find((event) => event.kind === kind)?.atMs ?? 0;
  const seconds = (at("job-succeeded") - at("job-accepted")) / 1000;
  expect(seconds).toBeGreaterThan(10);
  expect((wait?.duration[0] ?? 0) + (wait?.duration[1] ?? 0) / 1e9).toBeCloseTo(seconds, 3);
});

it("connects what several processes did for a job whose response was lost", async () => {
  await using world = await createWorld();
  const first = createSpanRecorder();
  const engine = await world.openEngine({ collector: noFiles, telemetry: first.telemetry });
  await enqueue(world, engine, await planOf(1));
  world.faults.setRules(LOST);
  // It ends before it knows what became of the create.
  await world.clock.drive(engine.run({ until: "accepted", timeoutMs: 1 }));
  expect(await engine.jobs()).toMatchObject([{ state: "submitting" }]);
  world.faults.setRules([]);
  const second = createSpanRecorder();
  const other = await world.openEngine({ collector: noFiles, telemetry: second.telemetry });
  await world.run(other);
  const all = [...first.spans(), ...second.spans()];
  expect(outline(first.spans())).toEqual([
    "klingkit.job (producer)",
    "klingkit.queue < klingkit.job",
    `${SUBMIT} (client) < klingkit.job ! KLINGKIT_CONNECTION`,
  ]);
  expect(outline(all).slice(3)).toEqual([
    "klingkit.adopt < klingkit.job",
    "klingkit.wait < klingkit.job",
    "klingkit.settle < klingkit.job",
    "klingkit.collect < klingkit.job",
  ]);
  expect(traceIds(all)).toHaveLength(1);
  expect(first.named(SUBMIT)[0]?.attributes).toMatchObject({ "klingkit.may_have_charged": "unknown" });
  expect(second.named("klingkit.adopt")[0]?.attributes).toMatchObject({ "klingkit.adopted": true });
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
});

it("reports every stage once where three processes carry a job", async () => {
  await using world = await createWorld();
  const silent = await world.openEngine({ collector: noFiles });
  await enqueue(world, silent, await planOf(1), { trace: CALLER });
  const recorders = [];
  for (const until of ["accepted", "ended", "rest"] as const) {
    const recorder = createSpanRecorder();
    const { telemetry } = recorder;
    const engine = await world.openEngine({ collector: noFiles, telemetry });
    await world.clock.drive(engine.run({ until }));
    recorders.push(recorder.spans().map(({ name }) => name));
  }
  expect(recorders).toEqual([
    ["klingkit.queue", SUBMIT],
    ["klingkit.wait", "klingkit.settle"],
    ["klingkit.collect"],
  ]);
});

it("links a job to the trace of the one that it replaces", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const engine = await world.openEngine({ collector: noFiles, telemetry: recorder.telemetry });
  const { jobIds } = await enqueue(world, engine, await planOf(1));
  expect(await engine.cancel(jobIds[0] ?? "")).toEqual({ kind: "done" });
  await world.clock.drive(engine.retry(jobIds[0] ?? ""));
  const [first, second] = recorder.named("klingkit.job");
  expect(second?.links.map(({ context: to }) => to.spanId)).toEqual([first?.spanContext().spanId]);
  expect(recorder.named("klingkit.settle")[0]?.attributes).toMatchObject({
    "klingkit.job.state": "canceled",
    "klingkit.units.settled": 0,
    "klingkit.may_have_charged": "no",
  });
});

it("gives each job of a batch a trace of its own, which links to the approval", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const { telemetry } = recorder;
  const engine = await world.openEngine({ collector: noFiles, telemetry, requiresApproval: true });
  const plan = await planOf(3);
  const { id: approvalId } = await world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
  await enqueue(world, engine, plan, { approvalId });
  await world.run(engine);
  const [approve] = recorder.named("klingkit.approve");
  const jobs = recorder.named("klingkit.job");
  expect(jobs.map(({ links }) => links.map((link) => link.context.spanId))).toEqual(
    Array.from({ length: 3 }, () => [approve?.spanContext().spanId]),
  );
  expect(traceIds(recorder.spans())).toHaveLength(4);
  for (const id of traceIds(jobs)) {
    const own = recorder.spans().filter((span) => span.spanContext().traceId === id);
    expect(own).toHaveLength(6);
  }
});

it("belongs to the span of its caller", async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const engine = await world.openEngine({ collector: noFiles, telemetry: recorder.telemetry });
  const plan = await planOf(2);
  const caller = recorder.provider.getTracer("app").startSpan("make teaser");
  await context.with(trace.setSpan(context.active(), caller), () => enqueue(world, engine, plan));
  await world.run(engine);
  caller.end();
  expect(traceIds(recorder.spans())).toEqual([caller.spanContext().traceId]);
  expect(outline(recorder.spans())).toContain("klingkit.job (producer) < make teaser");
});

it("continues the trace of a caller elsewhere, even where only the worker reports", async () => {
  await using world = await createWorld();
  const silent = await world.openEngine({ collector: noFiles });
  await enqueue(world, silent, await planOf(1), { trace: CALLER });
  const recorder = createSpanRecorder();
  const worker = await world.openEngine({ collector: noFiles, telemetry: recorder.telemetry });
  await world.run(worker);
  const parents = new Set(recorder.spans().map((span) => span.parentSpanContext?.spanId));
  expect([...parents]).toEqual(["b7ad6b7169203331"]);
  expect(traceIds(recorder.spans())).toEqual(["0af7651916cd43dd8448eb211c80319c"]);
});

it("begins the trace of a job that was made where nothing is reported", async () => {
  await using world = await createWorld();
  const silent = await world.openEngine({ collector: noFiles });
  await enqueue(world, silent, await planOf(1));
  const first = createSpanRecorder();
  const worker = await world.openEngine({ collector: noFiles, telemetry: first.telemetry });
  await world.clock.drive(worker.run({ until: "accepted" }));
  const second = createSpanRecorder();
  const other = await world.openEngine({ collector: noFiles, telemetry: second.telemetry });
  await world.run(other);
  expect(traceIds([...first.spans(), ...second.spans()])).toHaveLength(1);
  expect(first.named("klingkit.job")).toHaveLength(1);
  expect(second.named("klingkit.job")).toHaveLength(0);
});

it("says who approved a job that was approved and made where nothing is reported", async () => {
  await using world = await createWorld();
  const silent = await world.openEngine({ collector: noFiles, requiresApproval: true });
  const plan = await planOf(2);
  const { id: approvalId } = await silent.approve(plan, { approvedBy: "ada" });
  await enqueue(world, silent, plan, { approvalId });
  const recorder = createSpanRecorder();
  await world.run(await world.openEngine({ collector: noFiles, telemetry: recorder.telemetry }));
  const told = {
    "klingkit.plan.hash": plan.hash,
    "klingkit.approval.id": approvalId,
    "klingkit.approval.kind": "person",
    "klingkit.approval.via": "code",
  };
  const shown = recorder.named("klingkit.job").map(({ attributes }) => attributes);
  expect(shown).toEqual([expect.objectContaining(told), expect.objectContaining(told)]);
});

it.each([
  ["text", { traceparent: "' or 1=1" }],
  ["no ids", { traceparent: "00-00000000000000000000000000000000-0000000000000000-01" }],
  ["numbers", { traceparent: 5 }],
])("takes %s for no trace", async (_, given) => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  // As it may come from outside.
  await enqueue(world, engine, await planOf(1), { trace: given as TraceCarrier });
  const store = await world.openStore();
  expect(await store.reader.selectFrom("job").select("trace_json").execute()).toEqual([{ trace_json: null }]);
});
