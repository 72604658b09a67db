import { describe, expect, it } from "vitest";
import { createTestEmulator } from "./testing/test-emulator.ts";

describe("a task from create to file", () => {
  it("is created, followed and read as a standard task", async () => {
    const { call, control } = await createTestEmulator();
    const created = await call("POST", "/text-to-video/kling-3.0", {
      prompt: "a fox",
      settings: { duration: 3 },
    });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      code: 0,
      message: "SUCCEED",
      data: { status: "submitted", message: "" },
    });
    const { id } = created.data;
    expect(id).toMatch(/^\d{18}$/);

    await control.advance(10 * 60_000);
    const read = await call("GET", `/tasks?task_ids=${id}`);
    expect(read.data).toMatchObject([
      {
        id,
        status: "succeeded",
        outputs: [{ type: "video", duration: "3.0" }],
        billing: [{ charge_type: "unit", amount: "1.8", package_type: "video" }],
      },
    ]);
  });

  it("is created and read as a legacy task, by task id and by external id", async () => {
    const { call, control } = await createTestEmulator();
    const created = await call("POST", "/v1/videos/text2video", {
      model_name: "kling-v3",
      prompt: "a fox",
      external_task_id: "mine-1",
    });
    expect(created.data).toMatchObject({
      task_status: "submitted",
      task_info: { external_task_id: "mine-1" },
    });
    await control.advance(10 * 60_000);
    const byId = await call("GET", `/v1/videos/text2video/${created.data.task_id}`);
    const byExternalId = await call("GET", "/v1/videos/text2video/mine-1");
    expect(byId.data).toMatchObject({ task_status: "succeed", final_unit_deduction: "3" });
    expect(byExternalId.data).toEqual(byId.data);
  });

  it("is created by a client that calls its fetch as the global one", async () => {
    const { emulator } = await createTestEmulator();
    const headers = { authorization: "Bearer api-key-kling-test", "content-type": "application/json" };
    const address = new URL("/v1/videos/text2video", emulator.baseUrl);
    const body = JSON.stringify({ model_name: "kling-v3", prompt: "a fox" });
    const created = await emulator.fetch(address, { method: "POST", headers, body });
    expect(await created.json()).toMatchObject({ code: 0 });
    const listed = await emulator.fetch(address.href, { headers });
    expect(await listed.json()).toMatchObject({ data: [{ task_status: "submitted" }] });
  });

  it("serves the same playable file every time and counts one delivery", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const created = await call("POST", "/text-to-video/kling-3.0", {
      prompt: "a fox",
      settings: { duration: 3 },
    });
    await control.advance(10 * 60_000);
    const read = await call("GET", `/tasks?task_ids=${created.data.id}`);
    const { url } = read.data[0].outputs[0];
    const first = await (await emulator.fetch(new Request(url))).bytes();
    const second = await (await emulator.fetch(new Request(url))).bytes();
    expect(Buffer.from(first.subarray(4, 8)).toString()).toBe("ftyp");
    expect(Buffer.compare(first, second)).toBe(0);
    expect(control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
  });
});
