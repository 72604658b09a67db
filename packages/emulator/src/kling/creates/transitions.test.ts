import { describe, expect, it } from "vitest";
import { createTestEmulator } from "../../testing/test-emulator.ts";

const PATH = "/text-to-video/kling-3.0-turbo";
const body = (extra: object = {}) => ({ prompt: "x", settings: { duration: 3 }, ...extra });

describe("transitions", () => {
  it("go by time, near the observed duration, and move update_time", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", PATH, body());
    const statusAfter = async (ms: number) => {
      await control.advance(ms);
      const { data: tasks } = await call("GET", `/tasks?task_ids=${data.id}`);
      return tasks[0];
    };
    expect((await statusAfter(500)).status).toBe("submitted");
    expect((await statusAfter(10_000)).status).toBe("processing");
    expect((await statusAfter(14_000)).status).toBe("processing");
    const done = await statusAfter(7_000);
    expect(done.status).toBe("succeeded");
    expect(done.update_time - done.create_time).toBeGreaterThan(25_000);
    expect(done.update_time - done.create_time).toBeLessThan(31_000);
  });

  it("take the configured time, to the millisecond", async () => {
    const { call, control } = await createTestEmulator({
      durations: { "*": { clipSeconds: 3, generationMs: 1000 } },
    });
    const { data } = await call("POST", PATH, body());
    await control.advance(999);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("processing");
    await control.advance(1);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("succeeded");
  });

  it("go by reads", async () => {
    const { call } = await createTestEmulator({ transitions: { mode: "reads", reads: 3 } });
    const { data } = await call("POST", PATH, body());
    const seen: string[] = [];
    for (let nth = 0; nth < 3; nth += 1)
      seen.push((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status);
    expect(seen).toEqual(["processing", "processing", "succeeded"]);
  });

  it("go by reads to a scripted failure too", async () => {
    const { call } = await createTestEmulator({
      transitions: { mode: "reads", reads: 2 },
      faults: [{ action: { type: "fail-task", message: "no" } }],
    });
    const { data } = await call("POST", PATH, body());
    const read = async () => (await call("GET", `/tasks?task_ids=${data.id}`)).data[0];
    expect(await read()).toMatchObject({ status: "processing" });
    expect(await read()).toMatchObject({ status: "failed", message: "no" });
  });

  it("get stuck", async () => {
    const { call, control } = await createTestEmulator({ transitions: { mode: "stuck" } });
    const { data } = await call("POST", PATH, body());
    await control.advance(86_400_000);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("processing");
    expect(control.setTask(data.id, { to: "succeed" })).toBe(true);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("succeeded");
    expect(control.setTask(data.id, { to: "fail" })).toBe(false);
  });

  it("fail", async () => {
    const { call, control } = await createTestEmulator({ transitions: { mode: "failing", message: "no" } });
    const { data } = await call("POST", PATH, body());
    await control.advance(86_400_000);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0]).toMatchObject({
      status: "failed",
      message: "no",
    });
  });

  it("never go on after an end that was set by hand", async () => {
    const { call, control } = await createTestEmulator({ initialUnits: 10 });
    const { data } = await call("POST", PATH, body());
    control.setTask(data.id, { to: "fail", message: "by hand" });
    await control.advance(86_400_000);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].message).toBe("by hand");
    expect(control.journal()).toMatchObject({ accepted: 1, billed: 0 });
  });
});

describe("determinism", () => {
  async function run(seed: string, account: string) {
    const { call, control } = await createTestEmulator({ seed });
    const key = { authorization: `Bearer api-key-kling-${account}` };
    await call("POST", PATH, body(), { authorization: "Bearer api-key-kling-noise" });
    const answers = [await call("POST", PATH, body(), key), await call("POST", PATH, body(), key)];
    await control.advance(600_000);
    const ids = answers.map(({ data }) => data.id);
    return { ids, tasks: (await call("GET", `/tasks?task_ids=${ids.join(",")}`, undefined, key)).data };
  }

  it("gives the same ids, times, tokens and links for the same seed", async () => {
    expect(await run("a", "one")).toEqual(await run("a", "one"));
  });

  it("gives others for another seed or account", async () => {
    const base = await run("a", "one");
    expect((await run("b", "one")).ids).not.toEqual(base.ids);
    expect((await run("a", "two")).ids).not.toEqual(base.ids);
  });

  it("gives increasing ids of 18 digits", async () => {
    const { call } = await createTestEmulator({ concurrency: Number.POSITIVE_INFINITY });
    const ids: string[] = [];
    for (let nth = 0; nth < 200; nth += 1) ids.push((await call("POST", PATH, body())).data.id);
    expect(ids.every((id) => /^\d{18}$/.test(id))).toBe(true);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it("is not moved by what other accounts do", async () => {
    const quiet = await createTestEmulator();
    const busy = await createTestEmulator();
    for (let nth = 0; nth < 3; nth += 1) {
      await busy.call("POST", PATH, body(), { authorization: "Bearer api-key-kling-noise" });
    }
    const first = await quiet.call("POST", PATH, body());
    const second = await busy.call("POST", PATH, body());
    expect(second.data.id).toBe(first.data.id);
  });
});
