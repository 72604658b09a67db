import type { Store } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import type { Fault, FaultRule } from "./support/fault-fetch.ts";
import { createWorld, noFiles, planOf, type World, type WorldOptions } from "./support/world.ts";

const CREATE = { method: "POST", path: /^\/text-to-video\// } as const;
const READ = { method: "GET", path: /^\/tasks$/ } as const;
const FILE = { method: "GET", path: /\.mp4$/ } as const;

const refusal = (status: number, code: number, message: string): Fault => ({
  kind: "answer-before",
  status,
  body: JSON.stringify({ code, message, request_id: "r" }),
});
const NO_TASKS = JSON.stringify({ code: 0, message: "SUCCEED", request_id: "r", data: [] });
const html = "<html><h1>502 Bad Gateway</h1></html>";
const internal = JSON.stringify({ code: 5000, message: "internal error", request_id: "r" });

/** Buys one video while the rules hold. */
async function buyOne(
  rules: readonly FaultRule[],
  options?: WorldOptions,
  whileRunning?: (world: World) => void,
) {
  await using world = await createWorld(options);
  world.faults.setRules(rules);
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const running = engine.run();
  whileRunning?.(world);
  const summary = await world.clock.drive(running);
  const [job] = await engine.jobs();
  const sent = world.faults.requests.filter((line) => line.startsWith("POST /text-to-video")).length;
  const { billed, delivered, accepted } = world.journal();
  const { today } = await engine.budget();
  return { sent, accepted, billed, delivered, state: job?.state, job, summary, today };
}

const bought = { accepted: 1, billed: 1, delivered: 1, state: "collected" };

describe("one wanted video is bought once when", () => {
  const cases: readonly [string, FaultRule, number][] = [
    ["the answer of an accepted create is lost", { ...CREATE, fault: { kind: "reset-after" }, times: 1 }, 1],
    ["every answer of a create is lost", { ...CREATE, fault: { kind: "reset-after" } }, 1],
    [
      "an accepted create is answered 500",
      { ...CREATE, fault: { kind: "answer-after", status: 500, body: internal } },
      1,
    ],
    [
      "an accepted create is answered 502 in HTML",
      { ...CREATE, fault: { kind: "answer-after", status: 502, body: html } },
      1,
    ],
    [
      "an accepted create is answered 503",
      { ...CREATE, fault: { kind: "answer-after", status: 503, body: "" } },
      1,
    ],
    [
      "an accepted create is answered 504",
      { ...CREATE, fault: { kind: "answer-after", status: 504, body: "" } },
      1,
    ],
    ["the answer of a create is cut off", { ...CREATE, fault: { kind: "truncate" } }, 1],
    ["an accepted create is never answered", { ...CREATE, fault: { kind: "hang" } }, 1],
    ["a create is lost on its way", { ...CREATE, fault: { kind: "reset-before" }, times: 1 }, 2],
    [
      "a create is answered 500 and was not made",
      { ...CREATE, fault: { kind: "answer-before", status: 500, body: internal }, times: 1 },
      2,
    ],
    [
      "a create is refused for its rate once",
      { ...CREATE, fault: refusal(429, 1302, "Too many requests"), times: 1 },
      2,
    ],
    [
      "a slot is taken by somebody else once",
      { ...CREATE, fault: refusal(429, 1303, "parallel task over resource pack limit"), times: 1 },
      2,
    ],
    ["reads are reset for a while", { ...READ, fault: { kind: "reset-before" }, times: 6 }, 1],
    [
      "reads are answered in HTML for a while",
      { ...READ, fault: { kind: "answer-before", status: 502, body: html }, times: 6 },
      1,
    ],
    ["reads are cut off for a while", { ...READ, fault: { kind: "truncate" }, times: 6 }, 1],
    ["reads hang for a while", { ...READ, fault: { kind: "hang" }, times: 3 }, 1],
    [
      "reads are refused for a while",
      { ...READ, fault: refusal(429, 1302, "Too many requests"), times: 6 },
      1,
    ],
    [
      "the task is not shown for a while",
      {
        ...READ,
        fault: {
          kind: "answer-before",
          status: 200,
          body: JSON.stringify({ code: 0, message: "SUCCEED", request_id: "r", data: [] }),
        },
        times: 6,
      },
      1,
    ],
    ["the download is cut off", { ...FILE, fault: { kind: "truncate" }, times: 1 }, 1],
    [
      "the link has expired",
      { ...FILE, fault: { kind: "answer-before", status: 403, body: "" }, times: 1 },
      1,
    ],
    [
      "downloads fail for a while",
      { ...FILE, fault: { kind: "answer-before", status: 503, body: "" }, times: 9 },
      1,
    ],
  ];

  it.each(cases)("%s", async (_, rule, sent) => {
    const result = await buyOne([rule]);
    expect(result).toMatchObject({ ...bought, sent });
    expect(result.today).toEqual({ reserved: 1.5, settled: 1.5, released: 0, held: 0 });
  });
});

describe("a task that is not shown at once", () => {
  it("is not taken for absent: its create is not sent again", async () => {
    const emulator = { switches: { visibilityDelayMs: 29_000 } };
    const result = await buyOne([{ ...CREATE, fault: { kind: "reset-after" } }], { emulator });
    expect(result).toMatchObject({ ...bought, sent: 1 });
  });
});

describe("a process that was stopped between its commit and its send", () => {
  it("sends nothing once the send window has passed", async () => {
    await using world = await createWorld();
    const store = await world.openStore();
    let isLate = false;
    const slow: Store = {
      ...store,
      async write(operation) {
        const result = await store.write(operation);
        const open = await store.reader
          .selectFrom("intent")
          .selectAll()
          .where("state", "=", "open")
          .execute();
        if (open.length > 0 && !isLate) {
          isLate = true;
          await world.emulator.control.advance(11_000);
          expect(world.faults.requests).toEqual([]);
        }
        return result;
      },
    };
    const engine = await world.openEngine({ store: slow });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    await world.run(engine);
    const [job] = await engine.jobs();
    const history = await engine.job(job?.id ?? "");
    await store.close();
    const refusals = history.events.flatMap((event) =>
      event.kind === "job-refused" ? [event.data.code] : [],
    );
    expect(refusals).toContain("send_deadline");
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });
});

describe("a callback", () => {
  it("causes a read at once; a repetition and a forged one do nothing", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const running = engine.run();
    await world.clock.pass(20_000);
    const [task] = world.emulator.control.tasks();
    const taskId = task?.id ?? "";
    const forged = { taskId, status: "succeeded", tellsEnd: true, body: {} };
    expect(await world.clock.drive(engine.receive(forged))).toBe(true);
    await world.clock.pass(1000);
    expect((await engine.jobs())[0]?.state).toBe("running");
    expect(await world.clock.drive(engine.receive(forged))).toBe(false);
    world.emulator.control.setTask(taskId, { to: "succeed" });
    expect(await world.clock.drive(engine.receive({ ...forged, status: "succeed" }))).toBe(true);
    await world.clock.pass(1000);
    expect((await engine.jobs())[0]?.state).toBe("collected");
    await world.clock.drive(running);
  });
});

describe("a callback about a create that was never answered", () => {
  it("makes the engine look the key up at once", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    world.faults.setRules([
      { ...CREATE, fault: { kind: "reset-after" } },
      { ...READ, fault: { kind: "answer-before", status: 200, body: NO_TASKS }, times: 1 },
    ]);
    const running = engine.run();
    await world.clock.pass(1000);
    const [task] = world.emulator.control.tasks();
    const { id: taskId = "", externalTaskId = "" } = task ?? {};
    expect((await engine.jobs())[0]).toMatchObject({ state: "submitting", externalId: externalTaskId });
    await world.clock.drive(
      engine.receive({ taskId, externalTaskId, status: "processing", tellsEnd: false, body: {} }),
    );
    await world.clock.pass(1000);
    expect((await engine.jobs())[0]).toMatchObject({ state: "running", taskId });
    await world.clock.drive(running);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });
});

describe("a status that nobody knows", () => {
  it("is followed until the task ends", async () => {
    const odd = { code: 0, message: "SUCCEED", request_id: "r" };
    const rule: FaultRule = {
      ...READ,
      times: 3,
      fault: {
        kind: "answer-before",
        status: 200,
        body: JSON.stringify({ ...odd, data: [{ id: "1", status: "pondering" }] }),
      },
    };
    expect(await buyOne([rule])).toMatchObject({ ...bought, sent: 1 });
  });
});

describe("a success without a link", () => {
  it("is read again until there is one", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const strip = /"url":"[^"]*"/g;
    world.faults.rewrite((text, count) => (count < 4 ? text.replaceAll(strip, '"url":""') : text));
    await world.run(engine);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });
});

describe("nothing is bought and the job ends when", () => {
  const cases: readonly [string, Fault, string][] = [
    ["the request is refused", refusal(400, 1201, "prompt: size must be between 0 and 2500"), "rejected"],
    ["the content is refused", refusal(400, 1301, "content"), "rejected"],
    ["the model does not exist", refusal(404, 1203, "model"), "rejected"],
  ];

  it.each(cases)("%s", async (_, fault, state) => {
    const result = await buyOne([{ ...CREATE, fault }]);
    expect(result).toMatchObject({ sent: 1, billed: 0, state });
    expect(result.today.held).toBe(0);
  });

  it("no send ever arrives", async () => {
    const result = await buyOne([{ ...CREATE, fault: { kind: "reset-before" } }]);
    expect(result).toMatchObject({ sent: 5, billed: 0, state: "rejected" });
    expect(result.today.held).toBe(0);
  });

  it("the service gives the task up", async () => {
    const transitions = { mode: "failing", message: "risk control" } as const;
    const result = await buyOne([], { emulator: { transitions } });
    expect(result).toMatchObject({ sent: 1, billed: 0, state: "failed", today: { settled: 0, held: 0 } });
    expect(result.job?.error?.message).toContain("risk control");
  });
});

describe("a permanent refusal", () => {
  it.each([1100, 1101, 1102, 1304])(
    "with code %i stops the pool, sends nothing more and keeps the jobs",
    async (code) => {
      await using world = await createWorld();
      world.faults.setRules([{ ...CREATE, fault: refusal(429, code, "no") }]);
      const engine = await world.openEngine({ slots: { quota: 1 } });
      await world.clock.drive(engine.enqueue(await planOf(6)));
      const summary = await world.run(engine);
      expect(world.faults.requests).toHaveLength(1);
      expect(summary.counts).toEqual({ approved: 6 });
      expect(summary.stoppedPools).toHaveLength(1);
      world.faults.setRules([]);
      await world.clock.drive(engine.resume());
      expect((await world.run(engine)).counts).toEqual({ collected: 6 });
      expect(world.journal()).toMatchObject({ billed: 6, delivered: 6 });
    },
  );
});

describe("what cannot be told", () => {
  it("is left to a person with key and budget kept", async () => {
    const broken = { kind: "answer-before", status: 502, body: html } as const;
    const result = await buyOne([
      { ...CREATE, fault: { kind: "reset-after" } },
      { ...READ, fault: broken },
    ]);
    expect(result).toMatchObject({ sent: 1, accepted: 1, delivered: 0, state: "unknown" });
    expect(result.today).toMatchObject({ held: 1.5, settled: 0 });
  });

  it("is left to a person when the key is taken and no task is shown", async () => {
    const result = await buyOne([
      { ...CREATE, fault: refusal(400, 1201, "External_task_id x already exists") },
      { ...READ, fault: { kind: "answer-before", status: 200, body: NO_TASKS } },
    ]);
    expect(result).toMatchObject({ sent: 1, state: "unknown", today: { held: 1.5 } });
  });

  it("goes on when the person names the task, and is collected", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    await world.clock.drive(engine.enqueue(await planOf(1)));
    world.faults.setRules([
      { ...CREATE, fault: { kind: "reset-after" } },
      { ...READ, fault: { kind: "reset-before" } },
    ]);
    await world.run(engine);
    const [job] = await engine.jobs({ states: ["unknown"] });
    const [task] = world.emulator.control.tasks();
    world.faults.setRules([]);
    expect(await world.clock.drive(engine.adopt(job?.id ?? "", "no-such-task"))).toMatchObject({
      kind: "refused",
    });
    expect(await world.clock.drive(engine.adopt(job?.id ?? "", task?.id ?? ""))).toEqual({ kind: "done" });
    await world.run(engine);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
    expect((await engine.budget()).total).toMatchObject({ settled: 1.5, held: 0 });
  });

  it("gives the budget back when the person knows that nothing was bought", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    await world.clock.drive(engine.enqueue(await planOf(1)));
    world.faults.setRules([
      { method: "POST", path: /./, fault: { kind: "reset-before" } },
      { ...READ, fault: { kind: "reset-before" } },
    ]);
    await world.run(engine);
    const [job] = await engine.jobs({ states: ["unknown"] });
    await world.clock.drive(engine.review(job?.id ?? "", { verdict: "not-bought", by: "ada" }));
    expect((await engine.jobs())[0]?.state).toBe("rejected");
    expect((await engine.budget()).total.held).toBe(0);
  });
});

describe("1303 for an hour", () => {
  it("is met with few sends, and the video is bought once", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ slots: { quota: 5 } });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const fault = refusal(429, 1303, "parallel task over resource pack limit");
    world.faults.setRules([{ ...CREATE, fault, times: 60 }]);
    const startMs = world.clock.nowMs();
    await world.run(engine);
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1, delivered: 1 });
    // Pauses are an eighth of the time without a slot, up to a minute.
    expect(world.clock.nowMs() - startMs).toBeGreaterThan(40 * 60_000);
  });
});
