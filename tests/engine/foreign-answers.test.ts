import {
  createKlingProvider,
  type Engine,
  type Plan,
  type Provider,
  planJob,
  sealPlan,
} from "@klingkit/engine";
import { findRoute, type VideoRequest } from "@klingkit/spec";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const DAY_MS = 86_400_000;
const CREATE = /text-to-video/;

async function planWith(request: VideoRequest): Promise<Plan> {
  const route = findRoute("text-to-video:kling-2.5-turbo");
  if (!route) throw new Error("the route is gone");
  const wish = { name: "fox", index: 1, request: { prompt: "a fox", ...request }, route };
  return sealPlan("tests", [
    await planJob(wish, { loadImage: () => Promise.reject(new Error("no images")) }),
  ]);
}

/** Somebody else of the account buys under a key. */
async function buyElsewhere(world: World, key: string): Promise<void> {
  const { baseUrl } = world.emulator;
  const fetch: typeof globalThis.fetch = (input, init) => world.emulator.fetch(new Request(input, init));
  const kling = createKling({ apiKey: world.apiKey, baseUrl, fetch });
  await kling.standard.textToVideo.create("kling-2.5-turbo", {
    prompt: "somebody else's cat",
    options: { external_task_id: key },
  });
}

async function runPlan(world: World, plan: Plan, options: Parameters<World["openEngine"]>[0] = {}) {
  const engine = await world.openEngine({ collector: noFiles, ...options });
  await world.clock.drive(engine.enqueue(plan));
  await world.run(engine);
  return engine;
}

const outcomeOf = async (engine: Engine) => {
  const jobs = await engine.jobs();
  return { states: jobs.map(({ state }) => state), ...(await engine.budget()).total };
};

it("a chosen key that an older task has ends as duplicate, with nothing settled", async () => {
  await using world = await createWorld();
  await buyElsewhere(world, "clip-1");
  await world.emulator.control.advance(DAY_MS);
  const engine = await runPlan(world, await planWith({ externalTaskId: "clip-1" }));
  expect(await outcomeOf(engine)).toMatchObject({ states: ["rejected"], settled: 0, held: 0 });
  expect(await engine.jobs()).toMatchObject([{ error: { code: "duplicate_external_id" } }]);
  expect(await world.takenSlots()).toBe(0);
});

it("a chosen key that a task of the same moment has is left to a person", async () => {
  await using world = await createWorld();
  await buyElsewhere(world, "clip-1");
  const engine = await runPlan(world, await planWith({ externalTaskId: "clip-1" }));
  expect(await outcomeOf(engine)).toMatchObject({ states: ["unknown"], settled: 0, held: 1.5 });
});

it("a chosen key is adopted after a send whose answer was lost", async () => {
  await using world = await createWorld();
  world.faults.setRules([{ method: "POST", path: CREATE, fault: { kind: "reset-after" }, times: 1 }]);
  const engine = await runPlan(world, await planWith({ externalTaskId: "clip-1" }));
  expect(await outcomeOf(engine)).toMatchObject({ states: ["collected"], settled: 1.5 });
  expect(world.journal()).toMatchObject({ accepted: 1 });
});

it("an empty key is none: the job has a key of its own", async () => {
  await using world = await createWorld();
  const engine = await runPlan(world, await planWith({ externalTaskId: "" }));
  expect(await engine.jobs()).toMatchObject([{ externalId: expect.stringMatching(/^klingkit-/) }]);
  expect(world.emulator.control.tasks()).toMatchObject([
    { externalTaskId: expect.stringMatching(/^klingkit-/) },
  ]);
});

it("two creates answered with one task id: the second is looked up by its own key", async () => {
  await using world = await createWorld();
  const honest = world.createProvider();
  let first: string | undefined;
  const provider: Provider = {
    ...honest,
    async submit(submission, context) {
      const answer = await honest.submit(submission, context);
      if (answer.kind !== "accepted") return answer;
      first ??= answer.taskId;
      return { ...answer, taskId: first };
    },
  };
  const engine = await runPlan(world, await planOf(3), { provider });
  const made = world.emulator.control.tasks().map(({ id }) => id);
  const jobs = await engine.jobs();
  expect(jobs.map(({ state }) => state)).toEqual(["collected", "collected", "collected"]);
  expect(jobs.map(({ taskId }) => taskId).toSorted()).toEqual(made.toSorted());
});

it("two creates answered with each other's task id get their own tasks back", async () => {
  await using world = await createWorld();
  const honest = world.createProvider();
  const answered: (() => void)[] = [];
  let last = "";
  const provider: Provider = {
    ...honest,
    async submit(submission, context) {
      const answer = await honest.submit(submission, context);
      if (answer.kind !== "accepted") return answer;
      // The first waits until the second was made, and gets its id.
      last = answer.taskId;
      if (answered.length === 0) await new Promise<void>((resolve) => answered.push(resolve));
      else answered[0]?.();
      return { ...answer, taskId: last };
    },
  };
  const engine = await runPlan(world, await planOf(2), { provider });
  const keys = new Map(world.emulator.control.tasks().map(({ id, externalTaskId }) => [id, externalTaskId]));
  const jobs = await engine.jobs();
  expect(jobs.map(({ state }) => state)).toEqual(["collected", "collected"]);
  for (const { taskId = "", externalId } of jobs) expect(keys.get(taskId)).toBe(externalId);
});

it("a read answered with another task is a failed read, and the right file is collected", async () => {
  await using world = await createWorld();
  const honest = world.createProvider({ hasApiKey: false });
  let mixed = 4;
  const provider: Provider = {
    ...honest,
    async read(refs, context) {
      const answers = await honest.read(refs, context);
      mixed -= 1;
      if (mixed < 0) return answers;
      return answers.map((answer) =>
        answer.kind === "found"
          ? { ...answer, task: { ...answer.task, taskId: "another", status: "failed" } }
          : answer,
      );
    },
  };
  const engine = await runPlan(world, await planOf(1), { provider });
  expect(await outcomeOf(engine)).toMatchObject({ states: ["collected"], settled: 1.5 });
});

it("a look-up answered with the task of another key adopts nothing", async () => {
  await using world = await createWorld();
  const honest = world.createProvider();
  let mixed = 2;
  const provider: Provider = {
    ...honest,
    submit: async (submission, context) => {
      await honest.submit(submission, context);
      return { kind: "unclear", message: "the connection was reset" };
    },
    async lookup(ref, context) {
      const answer = await honest.lookup(ref, context);
      mixed -= 1;
      if (mixed < 0 || answer.kind !== "found") return answer;
      return { ...answer, task: { ...answer.task, taskId: "another", externalId: "another key" } };
    },
  };
  const engine = await runPlan(world, await planOf(1), { provider });
  const [task] = world.emulator.control.tasks();
  expect(await engine.jobs()).toMatchObject([{ state: "collected", taskId: task?.id }]);
});

it.each(["0.5", "1e300", "-1e300", '"\\u0000"'])(
  "a time of %s in a record keeps no task from its end",
  async (time) => {
    await using world = await createWorld();
    const times = /"(create_time|update_time|created_at|updated_at)":\d+/g;
    world.faults.rewrite((text) => text.replaceAll(times, `"$1":${time}`));
    world.faults.setRules([{ method: "POST", path: CREATE, fault: { kind: "reset-after" }, times: 1 }]);
    const engine = await runPlan(world, await planOf(1));
    expect(await outcomeOf(engine)).toMatchObject({ states: ["collected"], settled: 1.5 });
  },
);

it("a create answered with a NUL in the task id is looked up by its key", async () => {
  await using world = await createWorld();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await world.faults.fetch(input, init);
    if (new Request(input, init).method !== "POST") return response;
    const body = await response.json();
    return Response.json({ ...body, data: { ...body.data, id: `${body.data.id}\0` } });
  };
  const { baseUrl } = world.emulator;
  const kling = createKling({ apiKey: world.apiKey, baseUrl, fetch, clock: world.clock, readRetries: 0 });
  const provider = createKlingProvider({ kling, hasApiKey: true, spendsMoney: false });
  const engine = await runPlan(world, await planOf(1), { provider });
  expect(await outcomeOf(engine)).toMatchObject({ states: ["collected"], settled: 1.5 });
  expect(await engine.jobs()).toMatchObject([{ taskId: world.emulator.control.tasks()[0]?.id }]);
});
