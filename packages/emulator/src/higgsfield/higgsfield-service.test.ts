import { HIGGSFIELD_CREATES } from "@klingkit/spec/higgsfield";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../emulator.ts";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../testing/test-higgsfield.ts";

const UUID = /^[0-9a-f-]{36}$/;

describe("credentials", () => {
  const keys = [{ keyId: "id", keySecret: "secret", account: "studio" }];

  it.each([
    ["the header", { authorization: "Key id:secret" }, 200],
    ["the older pair", { authorization: "", "hf-api-key": "id", "hf-secret": "secret" }, 200],
    ["another secret", { authorization: "Key id:other" }, 401],
    ["no secret", { authorization: "Key id" }, 401],
    ["another scheme", { authorization: "Bearer id:secret" }, 401],
    ["nothing", { authorization: "" }, 401],
  ])("in %s", async (_, headers, status) => {
    const { emulator } = await createTestHiggsfield({ keys });
    const given = Object.entries(headers).filter(([, value]) => value !== "");
    const response = await emulator.fetch(
      new Request("https://api.higgsfield.ai/models", { headers: Object.fromEntries(given) }),
    );
    expect(response.status).toBe(status);
    expect(response.headers.get("x-correlation-id")).toMatch(UUID);
    if (status === 401) expect(await response.json()).toEqual({ detail: "Invalid credentials" });
  });

  it("name the account, in the journal too, and a refused submit counts", async () => {
    const { call, control } = await createTestHiggsfield({ keys });
    await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, { authorization: "Key id:secret" });
    await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, { authorization: "Key id:wrong" });
    expect(control.journal("id")).toMatchObject({ creates: 1, accepted: 1 });
    expect(control.journal()).toMatchObject({ creates: 2, accepted: 1, refused: 1 });
    expect(control.journal("studio").entries[0]?.account).toBe("studio");
  });
});

describe("funds", () => {
  it("are reserved at acceptance, spent by completion and given back by every other end", async () => {
    // 5 s of 2.6 pro with sound: US$ 0.70.
    const { call, submit, control } = await createTestHiggsfield({ higgsfield: { balanceUsd: 1.5 } });
    const short = async () => (await call("POST", TEXT_TO_VIDEO, { prompt: "x" })).body;
    const [first] = [await submit(), await submit()];
    expect(await short()).toEqual({ detail: "Not enough credits" });
    await call("POST", `/requests/${first}/cancel`);
    const third = await submit();
    expect(await short()).toEqual({ detail: "Not enough credits" });
    control.setTask(third, { to: "fail", reason: "moderation" });
    const fourth = await submit();
    await control.advance(LATER_MS);
    control.setTask(fourth, { to: "succeed" });
    expect((await call("POST", TEXT_TO_VIDEO, { prompt: "x" })).status).toBe(403);
    expect(control.journal()).toMatchObject({ billed: 2 });
  });
});

describe("refusals", () => {
  it.each([
    [{}, "'prompt' is a required property"],
    [{ prompt: "x", duration: "5" }, "'5' is not one of [5, 10]"],
    [{ prompt: "x", duration: 6 }, "6 is not one of [5, 10]"],
    [{ prompt: "x", sound: true }, "True is not one of ['on', 'off']"],
    [{ prompt: "x", cfg_scale: 1.5 }, "1.5 is greater than the maximum of 1"],
  ])("name one problem of %j as the validator does", async (body, detail) => {
    const { call } = await createTestHiggsfield();
    const answer = await call("POST", TEXT_TO_VIDEO, body);
    expect([answer.status, answer.body.detail]).toEqual([422, detail]);
  });

  it("can have the other status and the list", async () => {
    const switches = { validationStatus: 400, validationDetail: "list" } as const;
    const { call } = await createTestHiggsfield({ higgsfield: { switches } });
    const { status, body } = await call("POST", TEXT_TO_VIDEO, { prompt: 5 });
    expect(status).toBe(400);
    expect(body.detail).toMatchObject([{ loc: ["body", "prompt"], msg: "5 is not of type 'string'" }]);
  });

  it.each(["{", "", "[]", "5"])("of the text %j are a list", async (text) => {
    const { call } = await createTestHiggsfield();
    const { status, body } = await call("POST", TEXT_TO_VIDEO, text);
    expect(status).toBe(422);
    expect(body.detail[0]).toHaveProperty("loc");
  });

  it("leave unknown fields out of it, unless it is strict", async () => {
    const body = { prompt: "x", durration: 10 };
    const { call } = await createTestHiggsfield();
    expect((await call("POST", TEXT_TO_VIDEO, body)).status).toBe(200);
    const strict = await createTestHiggsfield({ isStrict: true });
    const refused = await strict.call("POST", TEXT_TO_VIDEO, body);
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toContain("durration");
  });

  it.each([
    [404, "Model not found"],
    [423, "Model is temporarily blocked"],
    [503, "Model is unavailable"],
  ] as const)("of an endpoint that the account cannot use: %i", async (status, detail) => {
    const refusedModels = { [TEXT_TO_VIDEO.slice(1)]: status };
    const { call, control } = await createTestHiggsfield({ higgsfield: { refusedModels } });
    const answer = await call("POST", TEXT_TO_VIDEO, { prompt: "x" });
    expect([answer.status, answer.body]).toEqual([status, { detail }]);
    expect(control.journal()).toMatchObject({ creates: 1, refused: 1 });
  });

  it.each([
    ["POST", "/kling-video/v9/pro/text-to-video", 404, "Model not found"],
    ["POST", "/kling-video/v2.1/master/text-to-video", 404, "Model not found"],
    ["GET", TEXT_TO_VIDEO, 405, "Method Not Allowed"],
    ["GET", "/nothing/here", 404, "Not found"],
    ["POST", "/requests/1/status", 405, "Method Not Allowed"],
  ])("%s %s: %i", async (method, path, status, detail) => {
    const { call } = await createTestHiggsfield();
    const answer = await call(method, path, method === "POST" ? { prompt: "x" } : undefined);
    expect([answer.status, answer.body]).toEqual([status, { detail }]);
  });

  it("do not meet retired endpoints in the era that had them", async () => {
    const { call } = await createTestHiggsfield({ higgsfield: { era: "a" } });
    const { status } = await call("POST", "/kling-video/v2.1/master/text-to-video", { prompt: "x" });
    expect(status).toBe(200);
  });

  it("can be Cloudflare's page and any status by a fault; an after-fault hides a request that exists", async () => {
    const { call, control } = await createTestHiggsfield({
      faults: [
        {
          nth: 1,
          match: { service: "higgsfield" },
          action: { type: "html-error", status: 503, timing: "after" },
        },
        { nth: 2, match: { service: "higgsfield" }, action: { type: "business-error", code: 423 } },
      ],
    });
    await expect(call("POST", TEXT_TO_VIDEO, { prompt: "x" })).rejects.toThrow(/JSON/);
    const refused = await call("POST", TEXT_TO_VIDEO, { prompt: "x" });
    expect([refused.status, refused.body]).toEqual([423, { detail: "Model is temporarily blocked" }]);
    expect(control.journal()).toMatchObject({ creates: 2, accepted: 1, refused: 1 });
  });
});

it("a guard in front of the service refuses with its page, which is not for want of funds", async () => {
  const { emulator, control } = await createTestHiggsfield({
    faults: [{ match: { service: "higgsfield" }, action: { type: "html-error", status: 403 } }],
  });
  const request = new Request(`https://api.higgsfield.ai${TEXT_TO_VIDEO}`, { method: "POST" });
  const response = await emulator.fetch(request);
  expect([response.status, response.headers.get("content-type")]).toEqual([403, "text/html"]);
  expect(await response.text()).toContain("Error 1010");
  expect(control.journal().creates).toBe(0);
});

describe("estimates", () => {
  it("answer amounts as text, without creating anything", async () => {
    const { call, control } = await createTestHiggsfield();
    const { status, body } = await call("POST", `/estimate${TEXT_TO_VIDEO}`, { prompt: "x", sound: "off" });
    expect([status, body]).toEqual([200, { credits: "5.600", usd: "0.350" }]);
    expect(control.journal().creates).toBe(0);
  });

  it("describe a price that follows the input, refuse what the endpoint refuses, and can be missing", async () => {
    const { call } = await createTestHiggsfield();
    const edit = { prompt: "x", video_urls: ["https://files.example/v.mp4"] };
    const described = await call("POST", "/estimate/kling-video/o3/video-edit", edit);
    expect(described.body).toEqual({ type: "description", pricing_description: expect.any(String) });
    expect((await call("POST", `/estimate${TEXT_TO_VIDEO}`, {})).status).toBe(422);
    const missing = await createTestHiggsfield({ higgsfield: { switches: { estimates: "missing" } } });
    const answer = await missing.call("POST", `/estimate${TEXT_TO_VIDEO}`, { prompt: "x" });
    expect([answer.status, answer.body]).toEqual([404, { detail: "model_not_found" }]);
  });
});

describe("GET /models", () => {
  it("lists the current endpoints, limited, searched and with their schemas", async () => {
    const { call } = await createTestHiggsfield();
    const { body } = await call("GET", "/models");
    const current = HIGGSFIELD_CREATES.filter(({ state }) => state !== "retired");
    expect(current).toHaveLength(25);
    expect(body.items.map(({ slug }: { slug: string }) => slug)).toEqual(current.map(({ id }) => id));
    expect(body.items[0]).toEqual({
      slug: current[0]?.id,
      title: current[0]?.title,
      description: expect.any(String),
      operation_type: ["text_to_video"],
      output_type: "video",
    });
    expect((await call("GET", "/models?limit=3")).body.items).toHaveLength(3);
    const found = await call("GET", "/models?search=v2.6&include_schema=true&limit=1");
    expect(found.body.items[0].input_schema).toMatchObject({
      type: "object",
      required: ["prompt"],
      properties: { sound: { enum: ["on", "off"], default: "on" } },
    });
  });
});

describe("two services behind one address", () => {
  it("keep apart: each path and each credential finds its own", async () => {
    const emulator = await createEmulator({ clock: "frozen" });
    const ask = async (method: string, path: string, authorization: string) => {
      const request = new Request(`http://127.0.0.1${path}`, { method, headers: { authorization } });
      return Object.keys(await (await emulator.fetch(request)).json())[0];
    };
    const [key, apiKey] = ["Key id:secret", "Bearer api-key-kling-x"];
    expect(await ask("GET", "/tasks?task_ids=1", apiKey)).toBe("code");
    expect(await ask("GET", "/tasks?task_ids=1", key)).toBe("code");
    expect(await ask("GET", "/requests/1/status", key)).toBe("detail");
    expect(await ask("GET", "/requests/1/status", apiKey)).toBe("detail");
    expect(await ask("GET", "/nobody/knows", apiKey)).toBe("code");
    expect(await ask("GET", "/nobody/knows", key)).toBe("detail");
  });

  it("count what was bought apart", async () => {
    const { call, submit, control } = await createTestHiggsfield();
    await submit();
    const headers = { authorization: "Bearer api-key-kling-x" };
    await call("POST", "/text-to-video/kling-3.0", { prompt: "x" }, headers);
    await control.advance(LATER_MS);
    for (const service of ["kling", "higgsfield"])
      expect(control.journal(undefined, service)).toMatchObject({ creates: 1, billed: 1 });
    expect(control.journal()).toMatchObject({ creates: 2, billed: 2 });
  });

  it.each([
    ["kling", "code", "code"],
    ["higgsfield", "detail", "detail"],
  ] as const)("can be one: only %s", async (services, ofTasks, ofRequests) => {
    const emulator = await createEmulator({ services });
    const first = async (path: string) =>
      Object.keys(await (await emulator.fetch(new Request(`http://127.0.0.1${path}`))).json())[0];
    expect([await first("/tasks"), await first("/requests/1/status")]).toEqual([ofTasks, ofRequests]);
  });
});
