import { describe, expect, it } from "vitest";
import { createTestEmulator, TEST_START_MS } from "../../testing/test-emulator.ts";

const LATER_MS = 10 * 60_000;
const UNITS = "/account/billing/package";
const CASH = "/account/billing/balance";
const period = { start_time: TEST_START_MS - 1, end_time: TEST_START_MS + 10 * LATER_MS };
const video = { prompt: "x", settings: { duration: 3 } };
const VIDEO = "/text-to-video/kling-3.0";
const IMAGE = "/v1/images/generations";

const packs = [
  { name: "old", units: 1, expiresAtMs: TEST_START_MS + 20 * LATER_MS },
  { name: "new", units: 100, expiresAtMs: TEST_START_MS + 40 * LATER_MS },
  { name: "pictures", unit: "image", units: 10 },
];

describe("the unit ledger", () => {
  it("has an entry for every pack that paid, newest first, whose amounts continue each other", async () => {
    const { call, control } = await createTestEmulator({ packs });
    const first = await call("POST", VIDEO, video);
    await control.advance(LATER_MS);
    const second = await call("POST", IMAGE, { prompt: "x" });
    await control.advance(LATER_MS);
    const { data } = await call("POST", UNITS, period);
    expect(data).toMatchObject({ has_more: false, result: { count: 3 } });
    expect(data.next_cursor).toBeUndefined();
    const [image, old, young] = data.result.detail;
    expect(image).toEqual({
      package_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      product_type: "image",
      task_id: second.data.task_id,
      api_key_name: "default",
      product_function: "Image Generation",
      model_name: "kling-v3",
      deduction_time: expect.stringMatching(/^\d{13}$/),
      unit_before_deduction: 10,
      deduction_amount: 8,
      unit_after_deduction: 2,
    });
    expect(old).toMatchObject({
      task_id: first.data.id,
      product_type: "video",
      product_function: "Text to Video",
      resolution: "720p",
      duration: "3.00",
      refer_video_input: false,
      video_sound: "off",
      voice_control: false,
      unit_before_deduction: 1,
      deduction_amount: 1,
      unit_after_deduction: 0,
    });
    expect(young).toMatchObject({ unit_before_deduction: 100, deduction_amount: 0.8 });
    expect(old.deduction_amount + young.deduction_amount).toBe(1.8);
  });

  it("leaves out tasks that failed, and what an account without packs has not", async () => {
    const { call, control } = await createTestEmulator();
    const failing = await call("POST", VIDEO, video);
    control.setTask(failing.data.id, { to: "fail" });
    const fine = await call("POST", VIDEO, video);
    await control.advance(LATER_MS);
    const { data } = await call("POST", UNITS, period);
    expect(data.result.detail).toMatchObject([{ task_id: fine.data.id, deduction_amount: 1.8 }]);
    expect(data.result.detail[0]).not.toHaveProperty("unit_before_deduction");
  });

  it("goes on by cursor alone, with the filters of the first page", async () => {
    const { call, control } = await createTestEmulator({ packs: [{ name: "p", units: 100 }] });
    for (let nth = 0; nth < 5; nth += 1) await call("POST", VIDEO, video);
    await control.advance(LATER_MS);
    const filters = [{ key: "product_type", values: ["video"] }];
    const sizes: number[] = [];
    const ids = new Set<string>();
    let body: object = { ...period, limit: 2, filters };
    for (;;) {
      const { data } = await call("POST", UNITS, body);
      sizes.push(data.result.count);
      for (const { task_id } of data.result.detail) ids.add(task_id);
      if (!data.has_more) break;
      body = { cursor: data.next_cursor, start_time: "nonsense", limit: 1 };
    }
    expect([sizes, ids.size]).toEqual([[2, 2, 1], 5]);
  });

  it.each([
    [[{ key: "product_type", values: ["image"] }], ["Image Generation"]],
    [[{ key: "product_type", values: ["image", "video"] }], ["Image Generation", "Text to Video"]],
    [[{ key: "product_type", values: [] }], ["Image Generation", "Text to Video"]],
    [[{ key: "api_key_name", values: ["other"] }], []],
    [
      [
        { key: "product_type", values: ["video"] },
        { key: "package_name", values: ["all"] },
      ],
      ["Text to Video"],
    ],
    [
      [
        { key: "package_name", values: [] },
        { key: "package_id", values: [] },
      ],
      ["Image Generation", "Text to Video"],
    ],
  ])("with filters %j keeps %j", async (filters, functions) => {
    const { call, control } = await createTestEmulator({
      packs: [
        { name: "all", units: 9 },
        { name: "all", unit: "image", units: 9 },
      ],
    });
    await call("POST", VIDEO, video);
    await call("POST", IMAGE, { prompt: "x" });
    await control.advance(LATER_MS);
    const { data } = await call("POST", UNITS, { ...period, filters });
    expect(data.result.detail.map((entry: { product_function: string }) => entry.product_function)).toEqual(
      functions,
    );
  });

  it.each([
    [{}, "start_time: must not be null"],
    [{ start_time: 1 }, "end_time: must not be null"],
    [{ start_time: 2, end_time: 2 }, "start_time value '2' is invalid"],
    [{ ...period, limit: 501 }, "limit value '501' is invalid"],
    [{ cursor: "nonsense" }, "cursor value 'nonsense' is invalid"],
    [
      {
        ...period,
        filters: [
          { key: "package_name", values: ["a"] },
          { key: "package_id", values: ["b"] },
        ],
      },
      "package_name and package_id cannot be used together",
    ],
  ])("refuses %j", async (body, message) => {
    const { call } = await createTestEmulator();
    expect(await call("POST", UNITS, body)).toMatchObject({ status: 400, body: { code: 1201, message } });
  });

  it("knows the name of the key", async () => {
    const { call, control } = await createTestEmulator({
      keys: [{ apiKey: "api-key-kling-ci", name: "ci" }],
    });
    const headers = { authorization: "Bearer api-key-kling-ci" };
    await call("POST", VIDEO, video, headers);
    await control.advance(LATER_MS);
    const filters = [{ key: "api_key_name", values: ["ci"] }];
    const { data } = await call("POST", UNITS, { ...period, filters }, headers);
    expect(data.result.detail).toMatchObject([{ api_key_name: "ci" }]);
  });
});

describe("the cash ledger", () => {
  it("has what the packs could not pay, at list price, as the task shows it", async () => {
    const { call, control } = await createTestEmulator({
      packs: [
        { name: "p", units: 2 },
        { name: "balance", unit: "usd", units: 10 },
      ],
    });
    await call("POST", VIDEO, video);
    const paidInCash = await call("POST", VIDEO, video);
    await control.advance(LATER_MS);
    const { data } = await call("POST", CASH, period);
    expect(data.result.detail).toMatchObject([
      {
        task_id: paidInCash.data.id,
        cash_type: "balance",
        balance_before_deduction: 10,
        deduction_amount: 0.252,
        balance_after_deduction: 9.748,
        list_price: 0.252,
        currency: "USD",
      },
    ]);
    expect((await call("POST", UNITS, period)).data.result.count).toBe(1);
    const read = await call("GET", `/tasks?task_ids=${paidInCash.data.id}`);
    expect(read.data[0].billing).toEqual([
      { charge_type: "cash", amount: "0.252", cash_type: "balance", currency: "USD", list_price: "0.252" },
    ]);
  });

  it("is empty for an account that pays in units, and refuses filters of the other ledger", async () => {
    const { call } = await createTestEmulator();
    expect((await call("POST", CASH, period)).data).toEqual({
      result: { detail: [], count: 0 },
      has_more: false,
    });
    const filters = [{ key: "product_type", values: ["video"] }];
    expect((await call("POST", CASH, { ...period, filters })).body.code).toBe(1201);
  });
});
