import { describe, expect, it } from "vitest";
import { createTestEmulator, TEST_START_MS } from "../../testing/test-emulator.ts";

const LATER_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const LEGACY = "/v1/videos/text2video";
const STANDARD = "/text-to-video/kling-3.0";
const legacyBody = (extra: object = {}) => ({ model_name: "kling-v3", prompt: "x", ...extra });

describe("renderings", () => {
  it("has the keys of the documented legacy bodies", async () => {
    const { call, control } = await createTestEmulator();
    const created = await call("POST", LEGACY, legacyBody({ watermark_info: { enabled: true } }));
    expect(Object.keys(created.data)).toEqual([
      "task_id",
      "task_status",
      "task_info",
      "created_at",
      "updated_at",
    ]);
    await control.advance(LATER_MS);
    const { data } = await call("GET", `${LEGACY}/${created.data.task_id}`);
    expect(Object.keys(data).sort()).toEqual([
      "created_at",
      "final_balance_deduction",
      "final_unit_deduction",
      "task_id",
      "task_info",
      "task_result",
      "task_status",
      "task_status_msg",
      "updated_at",
      "watermark_info",
    ]);
    expect(Object.keys(data.task_result.videos[0])).toEqual(["id", "url", "watermark_url", "duration"]);
    expect(data.task_info).toEqual({});
  });

  it("has the keys of the documented standard bodies, and external_id only when one was sent", async () => {
    const { call, control } = await createTestEmulator();
    const plain = await call("POST", STANDARD, { prompt: "x" });
    const named = await call("POST", STANDARD, { prompt: "x", options: { external_task_id: "a" } });
    expect(Object.keys(plain.data)).toEqual(["id", "status", "message", "create_time", "update_time"]);
    expect(named.data.external_id).toBe("a");
    await control.advance(LATER_MS);
    const { data } = await call("GET", "/tasks?external_task_ids=a");
    expect(Object.keys(data[0])).toEqual([
      "id",
      "status",
      "message",
      "create_time",
      "update_time",
      "external_id",
      "outputs",
      "billing",
    ]);
    expect(Object.keys(data[0].outputs[0])).toEqual(["type", "id", "url", "duration"]);
  });

  it("shows a failed task with its reason, no result and no charge, in both shapes", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", LEGACY, legacyBody());
    control.setTask(data.task_id, { to: "fail" });
    const legacy = await call("GET", `${LEGACY}/${data.task_id}`);
    const standard = await call("GET", `/tasks?task_ids=${data.task_id}`);
    expect(legacy.body.message).toBe("SUCCEED");
    expect(legacy.data).toMatchObject({
      task_status: "failed",
      task_status_msg: "Failure to pass the risk control system",
      task_result: {},
      final_unit_deduction: "0",
    });
    expect(standard.data[0]).toMatchObject({
      status: "failed",
      message: "Failure to pass the risk control system",
      billing: [{ charge_type: "unit", amount: "0", package_type: "video" }],
    });
    expect(standard.data[0]).not.toHaveProperty("outputs");
    expect(control.journal().billed).toBe(0);
  });

  it("takes the links away after 30 days", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const { data } = await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    const before = await call("GET", `/tasks?task_ids=${data.id}`);
    await control.advance(30 * DAY_MS);
    const after = await call("GET", `/tasks?task_ids=${data.id}`);
    expect(after.data[0].outputs[0]).not.toHaveProperty("url");
    expect((await emulator.fetch(new Request(before.data[0].outputs[0].url))).status).toBe(403);
  });
});

describe("a watermark", () => {
  it("is a second file with the mark, for tasks that asked for it", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const settings = { duration: 3 };
    const marked = await call("POST", STANDARD, {
      prompt: "x",
      settings,
      options: { watermark_info: { enabled: true } },
    });
    const plain = await call("POST", STANDARD, { prompt: "x", settings });
    await control.advance(LATER_MS);
    const { data } = await call("GET", `/tasks?task_ids=${marked.data.id},${plain.data.id}`);
    const [{ url, watermark_url }] = data[0].outputs;
    const [clean, mark] = await Promise.all(
      [url, watermark_url].map(async (link: string) => (await emulator.fetch(new Request(link))).bytes()),
    );
    expect(Buffer.compare(clean ?? Buffer.alloc(0), mark ?? Buffer.alloc(0))).not.toBe(0);
    const forged = data[1].outputs[0].url.replace(".mp4", "-watermark.mp4");
    expect((await emulator.fetch(new Request(forged))).status).toBe(404);
  });
});

describe("links", () => {
  it("need their token", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const { data } = await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    const { url } = (await call("GET", `/tasks?task_ids=${data.id}`)).data[0].outputs[0];
    const guessed = url.replace(/_results\/[0-9a-f]+/, `_results/${"0".repeat(32)}`);
    expect((await emulator.fetch(new Request(guessed))).status).toBe(404);
  });

  it("do not work after the task was forgotten", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const first = await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    const { url } = (await call("GET", `/tasks?task_ids=${first.data.id}`)).data[0].outputs[0];
    control.reset();
    expect((await emulator.fetch(new Request(url))).status).toBe(404);
  });
});

describe("a visibility delay", () => {
  it("hides a new task from reads by id, not from lists", async () => {
    const { call, control } = await createTestEmulator({ switches: { visibilityDelayMs: 30_000 } });
    const { data } = await call("POST", LEGACY, legacyBody());
    const read = () => call("GET", `${LEGACY}/${data.task_id}`);
    expect([(await read()).status, (await call("GET", `/tasks?task_ids=${data.task_id}`)).data]).toEqual([
      400,
      [],
    ]);
    expect((await call("GET", LEGACY)).data).toHaveLength(1);
    await control.advance(30_000);
    expect((await read()).status).toBe(200);
  });
});

describe("the two views of one store", () => {
  it("reads legacy tasks through /tasks with the standard words", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", LEGACY, legacyBody({ external_task_id: "e" }));
    await control.advance(LATER_MS);
    const read = await call("GET", "/tasks?external_task_ids=e");
    expect(read.data).toMatchObject([{ id: data.task_id, status: "succeeded", external_id: "e" }]);
  });

  it("keeps a product's list and reads to its own tasks", async () => {
    const { call } = await createTestEmulator();
    const { data } = await call("POST", LEGACY, legacyBody());
    const wrong = await call("GET", `/v1/videos/image2video/${data.task_id}`);
    expect(wrong.body).toMatchObject({
      code: 1201,
      message: `Task not found by id/external id: ${data.task_id}`,
    });
    expect((await call("GET", "/v1/videos/image2video")).data).toEqual([]);
    expect((await call("GET", LEGACY)).data).toHaveLength(1);
  });

  it("leaves unknown ids out, and other accounts' tasks", async () => {
    const { call } = await createTestEmulator();
    const { data } = await call("POST", STANDARD, { prompt: "x" });
    const other = { authorization: "Bearer api-key-kling-other" };
    expect((await call("GET", `/tasks?task_ids=1,${data.id}`)).data).toHaveLength(1);
    expect((await call("GET", `/tasks?task_ids=${data.id}`, undefined, other)).data).toEqual([]);
  });
});

describe("lists", () => {
  async function withTasks(count: number) {
    const test = await createTestEmulator({ concurrency: Number.POSITIVE_INFINITY });
    const ids: string[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      const { data } = await test.call("POST", LEGACY, legacyBody());
      ids.unshift(data.task_id);
      await test.control.advance(1);
    }
    return { ...test, ids };
  }

  it("pages a product's tasks, newest first", async () => {
    const { call, ids } = await withTasks(5);
    const page = await call("GET", `${LEGACY}?pageNum=2&pageSize=2`);
    expect(page.data.map((task: { task_id: string }) => task.task_id)).toEqual(ids.slice(2, 4));
    expect((await call("GET", `${LEGACY}?pageNum=9&pageSize=2`)).data).toEqual([]);
  });

  it.each(["pageNum=0", "pageNum=1001", "pageSize=0", "pageSize=501", "pageSize=x"])(
    "refuses %s",
    async (query) => {
      const { call } = await createTestEmulator();
      expect(await call("GET", `${LEGACY}?${query}`)).toMatchObject({ status: 400, body: { code: 1201 } });
    },
  );

  it("walks all tasks by cursor, each once", async () => {
    const { call, ids } = await withTasks(5);
    const first = await call("POST", "/tasks", { limit: 2 });
    const second = await call("POST", "/tasks", { limit: 2, cursor: first.data.next_cursor });
    const third = await call("POST", "/tasks", { limit: 2, cursor: second.data.next_cursor });
    const seen = [first, second, third].flatMap(({ data }) =>
      data.result.map((task: { id: string }) => task.id),
    );
    expect(seen).toEqual(ids);
    expect([first, second, third].map(({ data }) => [data.count, data.has_more])).toEqual([
      [2, true],
      [2, true],
      [1, false],
    ]);
    expect(third.data).not.toHaveProperty("next_cursor");
  });

  it("answers an empty account without result and next_cursor", async () => {
    const { call } = await createTestEmulator();
    expect((await call("POST", "/tasks", {})).data).toEqual({ count: 0, has_more: false });
  });

  it.each([TEST_START_MS + 2, String(TEST_START_MS + 2)])(
    "takes times as number or text (%j)",
    async (startTime) => {
      const { call, ids } = await withTasks(5);
      const { data } = await call("POST", "/tasks", { start_time: startTime, end_time: TEST_START_MS + 100 });
      expect(data.result.map((task: { id: string }) => task.id)).toEqual(ids.slice(0, 3));
    },
  );

  it("filters by status and product type", async () => {
    const { call, control, ids } = await withTasks(3);
    control.setTask(ids[1] ?? "", { to: "succeed" });
    const filter = (key: string, value: string) =>
      call("POST", "/tasks", { filters: [{ key, values: [value] }] });
    expect((await filter("status", "succeeded")).data.count).toBe(1);
    expect((await filter("product_type", "video")).data.count).toBe(3);
    expect((await filter("product_type", "image")).data.count).toBe(0);
    expect((await filter("status", "succeed")).status).toBe(400);
  });

  it("refuses a cursor that it did not make", async () => {
    const { call } = await createTestEmulator();
    expect(await call("POST", "/tasks", { cursor: "zzz" })).toMatchObject({
      status: 400,
      body: { code: 1201 },
    });
  });
});
