import type { Engine, EngineEvent } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

const REFUSED_KEY = {
  method: "GET",
  path: /./,
  fault: {
    kind: "answer-before",
    status: 401,
    body: JSON.stringify({ code: 1002, message: "api key not found", request_id: "r" }),
  },
} as const;

async function kindsOf(engine: Engine): Promise<readonly EngineEvent["kind"][]> {
  const kinds: EngineEvent["kind"][] = [];
  for await (const { kind } of engine.events()) kinds.push(kind);
  return kinds;
}

interface WireTask {
  status: string;
  outputs?: readonly unknown[];
  [field: string]: unknown;
}

/** Changes each task that is read as done, by how many such reads there were. */
const changeDone = (change: (task: WireTask, count: number) => void) => {
  let count = 0;
  return (text: string): string => {
    const answer = JSON.parse(text);
    const tasks: readonly WireTask[] = Array.isArray(answer.data) ? answer.data : [];
    for (const task of tasks.filter(({ status }) => status === "succeeded")) {
      count += 1;
      change(task, count);
    }
    return JSON.stringify(answer);
  };
};

describe("a task that fails after it succeeded", () => {
  it("ends the job, and what was booked as charged comes back", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const withdraw = changeDone((task, count) => {
      task.outputs = [];
      if (count === 1) return;
      const billing = [{ charge_type: "unit", amount: "0", package_type: "video" }];
      Object.assign(task, { status: "failed", message: "moderated", billing });
    });
    world.faults.rewrite(withdraw);
    expect((await world.run(engine)).counts).toEqual({ failed: 1 });
    const [job] = await engine.jobs();
    expect(job?.error).toMatchObject({ code: "task_failed", message: "moderated" });
    expect((await engine.budget()).total).toEqual({ reserved: 1.5, settled: 0, released: 1.5, held: 0 });
    expect((await kindsOf(engine)).at(-1)).toBe("job-failed");
  });

  it("leaves a job collected that was collected before, and its charge follows", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    const [{ id } = { id: "" }] = await engine.jobs();
    const withdraw = changeDone((task) => {
      const billing = [{ charge_type: "unit", amount: "0", package_type: "video" }];
      Object.assign(task, { status: "failed", outputs: [], message: "moderated", billing });
    });
    world.faults.rewrite(withdraw);
    // Its file was never on this disk.
    expect(await engine.refetchGone([id])).toEqual([id]);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    const [job] = await engine.jobs();
    expect(job?.error).toMatchObject({ code: "result_gone", message: expect.stringContaining("moderated") });
    expect((await engine.budget()).total).toEqual({ reserved: 1.5, settled: 0, released: 1.5, held: 0 });
    const events: EngineEvent[] = [];
    for await (const event of engine.events()) events.push(event);
    expect(events.at(-1)).toMatchObject({ kind: "job-file-lost", to: "collected", data: { units: 0 } });
    expect(await engine.refetchGone([id])).toEqual([]);
  });

  it("is read again before that is accepted: once may be a read from a cache", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const waver = changeDone((task, count) => {
      if (count <= 2) task.outputs = [];
      if (count === 2) task.status = "failed";
    });
    world.faults.rewrite(waver);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    expect((await engine.budget()).total).toMatchObject({ settled: 1.5, held: 0 });
  });
});

describe("a key that every read refuses", () => {
  it("ends the run after some minutes, and leaves the job as it is", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(2)));
    world.faults.setRules([REFUSED_KEY]);
    const startMs = world.clock.nowMs();
    expect((await world.run(engine)).counts).toEqual({ running: 2 });
    expect(world.clock.nowMs() - startMs).toBeGreaterThan(180_000);
    expect(world.clock.nowMs() - startMs).toBeLessThan(600_000);
    const errors = (await engine.jobs()).map(({ error }) => error);
    expect(errors[0]).toMatchObject({
      code: "read_failed",
      cause: "KLINGKIT_AUTHENTICATION",
      serviceCode: 1002,
    });
    world.faults.setRules([]);
    expect((await world.run(engine)).counts).toEqual({ collected: 2 });
  });

  it("is read on by whoever works until it is stopped, once a minute at most", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    world.faults.setRules([REFUSED_KEY]);
    engine.start();
    await world.clock.pass(3_600_000);
    const reads = world.faults.requests.filter((line) => line.startsWith("GET")).length;
    expect(reads).toBeLessThanOrEqual(120);
    expect(await kindsOf(engine)).toContain("job-reads-fail");
    world.faults.setRules([]);
    await world.clock.pass(120_000);
    await world.clock.drive(engine.stop());
    expect((await engine.summary()).counts).toEqual({ collected: 1 });
  });
});
