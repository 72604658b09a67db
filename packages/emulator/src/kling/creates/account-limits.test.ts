import { describe, expect, it } from "vitest";
import { createTestEmulator, TEST_START_MS } from "../../testing/test-emulator.ts";

const STANDARD = "/text-to-video/kling-3.0";
const LATER_MS = 10 * 60_000;
const COSTS = `/account/costs?start_time=${TEST_START_MS - 1000}&end_time=${TEST_START_MS + 1000}`;

describe("external task ids", () => {
  it("counts an empty one as none", async () => {
    const { call } = await createTestEmulator();
    const body = { prompt: "x", options: { external_task_id: "" } };
    expect(
      [await call("POST", STANDARD, body), await call("POST", STANDARD, body)].map(({ status }) => status),
    ).toEqual([200, 200]);
  });

  it("are not taken by a refused create", async () => {
    const { call } = await createTestEmulator();
    const options = { external_task_id: "a" };
    await call("POST", STANDARD, { prompt: "x", settings: { duration: 99 }, options });
    expect((await call("POST", STANDARD, { prompt: "x", options })).status).toBe(200);
  });

  it("belong to one account", async () => {
    const { call } = await createTestEmulator();
    const body = { prompt: "x", options: { external_task_id: "a" } };
    await call("POST", STANDARD, body);
    const other = await call("POST", STANDARD, body, { authorization: "Bearer api-key-kling-other" });
    expect(other.status).toBe(200);
  });
});

describe("concurrency", () => {
  it("counts per model version, over both families, until a task ends", async () => {
    const { call, control } = await createTestEmulator({ concurrency: 1 });
    const first = await call("POST", STANDARD, { prompt: "x" });
    const legacy = await call("POST", "/v1/videos/text2video", { model_name: "kling-v3", prompt: "x" });
    const otherModel = await call("POST", "/text-to-video/kling-2.6", { prompt: "x" });
    expect([first, legacy, otherModel].map(({ status }) => status)).toEqual([200, 429, 200]);
    control.setTask(first.data.id, { to: "fail" });
    expect((await call("POST", STANDARD, { prompt: "x" })).status).toBe(200);
  });

  it("creates nothing over the limit, and reads cost no slot", async () => {
    const { call, control } = await createTestEmulator();
    for (let nth = 0; nth < 7; nth += 1) await call("POST", STANDARD, { prompt: "x" });
    await call("GET", "/tasks?task_ids=1");
    expect(control.tasks()).toHaveLength(5);
    expect(control.journal()).toMatchObject({ creates: 7, accepted: 5 });
  });

  it("follows the largest of the account's packs", async () => {
    const pack = { units: 1000 };
    const { call, control } = await createTestEmulator({
      packs: [
        { ...pack, name: "a", concurrency: 2 },
        { ...pack, name: "b", concurrency: 3 },
      ],
    });
    for (let nth = 0; nth < 6; nth += 1) await call("POST", STANDARD, { prompt: "x" });
    expect(control.tasks()).toHaveLength(3);
  });
});

describe("packs", () => {
  it("are charged on success only", async () => {
    const { call, control } = await createTestEmulator({ initialUnits: 10 });
    const left = async () =>
      (await call("GET", COSTS)).data.resource_pack_subscribe_infos[0].remaining_quantity;
    const won = await call("POST", STANDARD, { prompt: "x", settings: { duration: 3 } });
    const lost = await call("POST", STANDARD, { prompt: "x", settings: { duration: 3 } });
    expect(await left()).toBe(10);
    control.setTask(won.data.id, { to: "succeed" });
    control.setTask(lost.data.id, { to: "fail" });
    expect(await left()).toBe(8.2);
  });

  it("refuse a create that they cannot pay beside the running ones", async () => {
    const { call } = await createTestEmulator({ initialUnits: 5 });
    const statuses = [];
    for (let nth = 0; nth < 2; nth += 1)
      statuses.push((await call("POST", STANDARD, { prompt: "x" })).status);
    expect(statuses).toEqual([200, 429]);
  });

  it("run out and expire by the emulator's clock", async () => {
    const pack = { name: "old", units: 100, expiresAtMs: TEST_START_MS + 1000 };
    const { call, control } = await createTestEmulator({ packs: [pack] });
    expect((await call("POST", STANDARD, { prompt: "x" })).status).toBe(200);
    await control.advance(1000);
    expect((await call("POST", STANDARD, { prompt: "x" })).body.code).toBe(1102);
    expect((await call("GET", COSTS)).data.resource_pack_subscribe_infos[0].status).toBe("expired");
  });

  it("has the documented double envelope, without the list where there are no packs", async () => {
    const { call, control } = await createTestEmulator();
    expect((await call("GET", COSTS)).data).toEqual({ code: 0, msg: "success" });
    control.setPacks([{ name: "Trial-Video-100Units-5Con-1Months", units: 100 }]);
    const { data } = await call("GET", COSTS);
    expect(Object.keys(data.resource_pack_subscribe_infos[0])).toEqual([
      "resource_pack_name",
      "resource_pack_id",
      "resource_pack_type",
      "total_quantity",
      "remaining_quantity",
      "purchase_time",
      "effective_time",
      "invalid_time",
      "status",
    ]);
    expect((await call("GET", `${COSTS}&resource_pack_name=other`)).data).toEqual({
      code: 0,
      msg: "success",
    });
  });

  it("refuses reads of costs without times, and quick ones only when told to", async () => {
    const { call } = await createTestEmulator({ switches: { limitsAccountCosts: true } });
    expect((await call("GET", "/account/costs")).body.code).toBe(1201);
    await call("GET", COSTS);
    expect(await call("GET", COSTS)).toMatchObject({ status: 429, body: { code: 1302 } });
  });
});

describe("elements", () => {
  const withElement = (id: string) => ({
    contents: [
      { type: "prompt", text: "@e waves" },
      { type: "first_frame", url: "https://example.com/a.png" },
      { type: "element", element_id: id, id: "e" },
    ],
  });
  const PATH = "/image-to-video/kling-3.0";

  it("are all known by default, but for ids that cannot be", async () => {
    const { call } = await createTestEmulator();
    expect((await call("POST", PATH, withElement("829836802793406551"))).status).toBe(200);
    expect((await call("POST", PATH, withElement("12"))).body.message).toBe("Element id not found: 12");
  });

  it("must be registered when told to", async () => {
    const { call, control } = await createTestEmulator({ switches: { elements: "registered" } });
    expect((await call("POST", PATH, withElement("829836"))).body.message).toBe(
      "Element id not found: 829836",
    );
    control.addElement({ elementId: "829836", kind: "image" });
    expect((await call("POST", PATH, withElement("829836"))).status).toBe(200);
  });
});

describe("inputs", () => {
  const png = (widthPx: number, heightPx: number) => {
    const bytes = Buffer.alloc(40);
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes);
    bytes.write("IHDR", 12);
    bytes.writeUInt32BE(widthPx, 16);
    bytes.writeUInt32BE(heightPx, 20);
    return bytes.toString("base64");
  };
  const frame = (url: string) => ({
    contents: [
      { type: "prompt", text: "x" },
      { type: "first_frame", url },
    ],
  });
  const PATH = "/image-to-video/kling-3.0";

  it("fails a task with too small an image after accepting it", async () => {
    const { call, control } = await createTestEmulator();
    const { data, status } = await call("POST", PATH, frame(png(338, 191)));
    expect(status).toBe(200);
    await control.advance(1600);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0]).toMatchObject({
      status: "failed",
      message: "Image pixel is invalid",
    });
  });

  it("takes the ratio from an image that was sent as data", async () => {
    const { call, control } = await createTestEmulator();
    await call("POST", PATH, frame(png(600, 800)));
    expect(control.tasks()[0]?.results[0]).toMatchObject({ widthPx: 720, heightPx: 960 });
  });

  it("gives even the longest image a file that can be played", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const settings = { resolution: "4k", duration: 3 };
    const { data } = await call("POST", PATH, { ...frame(png(10_000, 300)), settings });
    await control.advance(LATER_MS);
    const { url } = (await call("GET", `/tasks?task_ids=${data.id}`)).data[0].outputs[0];
    expect((await emulator.fetch(new Request(url))).status).toBe(200);
  });

  it("fails a task whose input cannot exist", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", PATH, frame("https://files.invalid/a.png"));
    await control.advance(LATER_MS);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0]).toMatchObject({
      status: "failed",
      message: "Something went wrong when we tried to get the contents of the file.",
    });
  });

  it("reads inputs when told to, and fails the task when that fails", async () => {
    const fetch = () => Promise.resolve(new Response(null, { status: 404 }));
    const { call, control } = await createTestEmulator({ fetch, switches: { checksInputs: "fetch" } });
    const { data } = await call("POST", PATH, frame("https://example.com/a.png"));
    await control.advance(LATER_MS);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("failed");
  });
});
