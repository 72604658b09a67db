import { describe, expect, it } from "vitest";
import type { EmulatorOptions } from "../options.ts";
import { type Answer, type CallOptions, createTestEmulator } from "../testing/test-emulator.ts";

type Call = Awaited<ReturnType<typeof createTestEmulator>>["call"];

interface Case {
  readonly name: string;
  readonly options?: EmulatorOptions;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly call?: CallOptions;
  /** Runs before the request. */
  readonly before?: (call: Call) => Promise<unknown>;
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const TEXT = "/text-to-video/kling-3.0";
const IMAGE = "/image-to-video/kling-3.0";
const OMNI = "/omni-video/kling-3.0-omni";
const AKSK_TEXT =
  "Authentication error. The current API does not support AK/SK; please go to the console (https://kling.ai/dev/api-key) to create API key.";
const URL_OF_IMAGE = "https://example.com/a.png";
const KNOWN = { keys: [{ apiKey: "api-key-kling-known" }] };
const garbage = { authorization: "Bearer garbage" };

/** Sentences as the references quote them, typed here again on purpose: this table judges the data. */
const CASES: readonly Case[] = [
  {
    name: "no Authorization header",
    path: "/v1/videos/text2video",
    call: { authorization: null },
    status: 401,
    code: 1001,
    message: "Authorization is empty",
  },
  {
    name: "no Authorization header on the standard family",
    path: "/tasks?task_ids=1",
    call: { authorization: null },
    status: 401,
    code: 1001,
    message: "Authorization is empty",
  },
  {
    name: "unknown key",
    options: KNOWN,
    path: "/tasks?task_ids=1",
    call: { authorization: "Bearer api-key-kling-BOGUS" },
    status: 401,
    code: 1002,
    message: "api key not found",
  },
  {
    name: "garbage on the standard family",
    path: "/tasks?task_ids=1",
    call: garbage,
    status: 401,
    code: 1002,
    message: AKSK_TEXT,
  },
  {
    name: "garbage on a standard create",
    method: "POST",
    path: TEXT,
    body: {},
    call: garbage,
    status: 401,
    code: 1002,
    message: AKSK_TEXT,
  },
  {
    name: "garbage on the legacy family",
    path: "/v1/videos/text2video",
    call: garbage,
    status: 401,
    code: 1002,
    message: "The token was expected to have 3 parts, but got 0",
  },
  {
    name: "garbage on the account family",
    path: "/account/costs?start_time=1&end_time=2",
    call: garbage,
    status: 401,
    code: 1002,
    message: "The token was expected to have 3 parts, but got 0",
  },
  {
    name: "GET /tasks without ids",
    path: "/tasks",
    status: 400,
    code: 1201,
    message: "task_ids or external_task_ids is required",
  },
  {
    name: "GET /tasks with 21 ids",
    path: `/tasks?task_ids=${Array.from({ length: 21 }, (_, at) => at + 1).join(",")}`,
    status: 400,
    code: 1201,
    message: "task_ids and external_task_ids cannot exceed 20 in total",
  },
  {
    name: "legacy read of an unknown id",
    path: "/v1/videos/text2video/933557073781063683",
    status: 400,
    code: 1201,
    message: "Task not found by id/external id: 933557073781063683",
  },
  {
    name: "unknown model in the path",
    method: "POST",
    path: "/text-to-video/kling-9.9",
    body: { prompt: "x" },
    status: 400,
    code: 1201,
    message: "model is not supported",
  },
  {
    name: "retired model",
    method: "POST",
    path: "/v1/videos/text2video",
    body: { model_name: "kling-v1", prompt: "x" },
    status: 400,
    code: 1201,
    message: "The model 'kling-v1' has been discontinued and is no longer available.",
  },
  {
    name: "retired endpoint",
    method: "POST",
    path: "/v1/videos/multi-image2video",
    body: {},
    status: 400,
    code: 1201,
    message: "This API is no longer available",
  },
  {
    name: "contents missing",
    method: "POST",
    path: IMAGE,
    body: {},
    status: 400,
    code: 1201,
    message: "contents cannot be empty",
  },
  {
    name: "contents empty",
    method: "POST",
    path: IMAGE,
    body: { contents: [] },
    status: 400,
    code: 1201,
    message: "contents cannot be empty",
  },
  {
    name: "contents not an array",
    method: "POST",
    path: IMAGE,
    body: { contents: "x" },
    status: 400,
    code: 1201,
    message: "contents value type is invalid, expected array",
  },
  {
    name: "unknown content type",
    method: "POST",
    path: IMAGE,
    body: { contents: [{ type: "text", text: "x" }] },
    status: 400,
    code: 1201,
    message: "contents[0].type value 'text' is invalid",
  },
  {
    name: "blank prompt item",
    method: "POST",
    path: IMAGE,
    body: { contents: [{ type: "prompt", text: " " }] },
    status: 400,
    code: 1201,
    message: "content item of type 'prompt' must have non-blank text",
  },
  {
    name: "frame without url",
    method: "POST",
    path: IMAGE,
    body: { contents: [{ type: "first_frame" }] },
    status: 400,
    code: 1201,
    message: "content item of type 'first_frame' must have a non-blank url",
  },
  {
    name: "video that is no URL",
    method: "POST",
    path: OMNI,
    body: {
      contents: [
        { type: "prompt", text: "x @v" },
        { type: "base_video", url: "nope", id: "v" },
      ],
      settings: { multi_shot: false },
    },
    status: 400,
    code: 1201,
    message: "Video URL is invalid",
  },
  {
    name: "unknown element",
    method: "POST",
    path: IMAGE,
    body: {
      contents: [
        { type: "prompt", text: "@e" },
        { type: "first_frame", url: URL_OF_IMAGE },
        { type: "element", element_id: "1", id: "e" },
      ],
    },
    status: 400,
    code: 1201,
    message: "Element id not found: 1",
  },
  {
    name: "element without an id",
    method: "POST",
    path: IMAGE,
    body: {
      contents: [
        { type: "prompt", text: "@e" },
        { type: "first_frame", url: URL_OF_IMAGE },
        { type: "element", element_id: "", id: "e" },
      ],
    },
    status: 400,
    code: 1201,
    message: "Invalid element id: ",
  },
  {
    name: "unknown resolution",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { resolution: "9000p" } },
    status: 400,
    code: 1201,
    message: "settings.resolution value '9000p' is invalid",
  },
  {
    name: "unknown audio mode",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { audio: "bogus" } },
    status: 400,
    code: 1201,
    message: "settings.audio value 'bogus' is invalid",
  },
  {
    name: "unknown ratio",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { aspect_ratio: "7:3" } },
    status: 400,
    code: 1201,
    message: "settings.aspect_ratio value '7:3' is invalid",
  },
  {
    name: "audio mode of another model",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { audio: "original" } },
    status: 400,
    code: 1201,
    message: "audio mode 'original' is not supported by the current model",
  },
  {
    name: "undocumented 480p",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { resolution: "480p" } },
    status: 400,
    code: 1201,
    message: "video resolution value '480p' is invalid",
  },
  {
    name: "undocumented seed that is no number",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", settings: { seed: "x" } },
    status: 400,
    code: 1201,
    message: "settings.seed value 'x' is invalid",
  },
  {
    name: "image with a data prefix",
    method: "POST",
    path: IMAGE,
    body: { contents: [{ type: "first_frame", url: "data:image/png;base64,AAAA" }] },
    status: 400,
    code: 1201,
    message: "File is not in a valid base64 format",
  },
  {
    name: "image tail on a model without one",
    method: "POST",
    path: "/v1/videos/image2video",
    options: { allowsRetiredModels: true },
    body: {
      model_name: "kling-v2-1-master",
      image: URL_OF_IMAGE,
      image_tail: URL_OF_IMAGE,
      mode: "pro",
      prompt: "x",
    },
    status: 400,
    code: 1201,
    message: "Image tail is not supported by the current model",
  },
  {
    name: "prompt too long",
    method: "POST",
    path: "/text-to-video/kling-2.6",
    body: { prompt: "x".repeat(2501) },
    status: 400,
    code: 1201,
    message: "prompt: size must be between 0 and 2500",
  },
  {
    name: "external id used before",
    method: "POST",
    path: TEXT,
    body: { prompt: "x", options: { external_task_id: "mine" } },
    before: (call) =>
      call("POST", "/v1/videos/text2video", {
        model_name: "kling-v3",
        prompt: "x",
        external_task_id: "mine",
      }),
    status: 400,
    code: 1201,
    message: "External_task_id mine already exists",
  },
  {
    name: "image tail at a wrong mode",
    method: "POST",
    path: "/v1/videos/image2video",
    body: {
      model_name: "kling-v2-5-turbo",
      image: URL_OF_IMAGE,
      image_tail: URL_OF_IMAGE,
      mode: "std",
      duration: "5",
    },
    status: 400,
    code: 1201,
    message: "model/mode/duration(kling-v2-5-turbo/std/5) is not supported with image_tail",
  },
  {
    name: "no units",
    options: { packs: [] },
    method: "POST",
    path: TEXT,
    body: { prompt: "x" },
    status: 429,
    code: 1102,
    message: "Account balance not enough",
  },
  {
    name: "too many tasks",
    options: { concurrency: 1 },
    method: "POST",
    path: TEXT,
    body: { prompt: "x" },
    before: (call) => call("POST", TEXT, { prompt: "x" }),
    status: 429,
    code: 1303,
    message: "parallel task over resource pack limit",
  },
];

describe("messages of the service, word for word", () => {
  it.each(CASES)(
    "$name",
    async ({ options, method = "GET", path, body, call: callOptions, before, status, code, message }) => {
      const { call } = await createTestEmulator(options);
      await before?.(call);
      const answer: Answer = await call(method, path, body, callOptions);
      expect({ status: answer.status, ...answer.body }).toEqual({
        status,
        code,
        message,
        request_id: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
      });
    },
  );
});

describe("the order of checks", () => {
  it("answers 404 to an unknown path before it asks for a credential", async () => {
    const { call } = await createTestEmulator();
    const answer = await call("GET", "/v1/models", undefined, { authorization: null });
    expect(answer.status).toBe(404);
  });

  it("answers 404 and 1202 to a wrong method on a known path", async () => {
    const { call } = await createTestEmulator();
    expect(await call("DELETE", "/tasks")).toMatchObject({ status: 404, body: { code: 1202 } });
    expect(await call("GET", TEXT)).toMatchObject({ status: 404, body: { code: 1202 } });
  });

  it("names a wrong field before an empty account, and an empty account before a full one", async () => {
    const { call } = await createTestEmulator({ packs: [], concurrency: 0 });
    const wrong = await call("POST", TEXT, { prompt: "x", settings: { duration: 99 } });
    const right = await call("POST", TEXT, { prompt: "x" });
    expect([wrong.body.code, right.body.code]).toEqual([1201, 1102]);
  });

  it("follows the configured order", async () => {
    const { call } = await createTestEmulator({
      packs: [],
      concurrency: 0,
      switches: { checkOrder: ["concurrency", "balance", "validation", "external-id", "entitlement"] },
    });
    expect((await call("POST", TEXT, { prompt: "x" })).body.code).toBe(1303);
  });

  it("refuses a model that the key may not use after its fields were found right", async () => {
    const { call } = await createTestEmulator({
      keys: [{ apiKey: "api-key-kling-test", models: ["kling-v3"] }],
    });
    expect(await call("POST", "/text-to-video/kling-2.6", { prompt: "x" })).toMatchObject({
      status: 403,
      body: { code: 1103 },
    });
    expect((await call("POST", TEXT, { prompt: "x" })).status).toBe(200);
  });
});

describe("fields", () => {
  it("ignores unknown ones as the service does", async () => {
    const { call } = await createTestEmulator();
    expect((await call("POST", TEXT, { prompt: "x", colour: "red" })).status).toBe(200);
  });

  it("refuses unknown ones when strict, and names them", async () => {
    const { call } = await createTestEmulator({ isStrict: true });
    const answer = await call("POST", TEXT, { prompt: "x", colour: "red" });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 1201, message: "colour is not a known parameter" },
    });
  });

  it("accepts the legacy spelling of the omni model in the path", async () => {
    const { call } = await createTestEmulator();
    const body = { contents: [{ type: "prompt", text: "a fox" }] };
    expect((await call("POST", "/omni-video/kling-v3-omni", body)).status).toBe(200);
  });

  it("lets retired models run when told to", async () => {
    const { call } = await createTestEmulator({ allowsRetiredModels: true });
    const answer = await call("POST", "/v1/videos/text2video", { model_name: "kling-v1", prompt: "x" });
    expect(answer.status).toBe(200);
  });

  it("answers with the configured code for a retired model", async () => {
    const { call } = await createTestEmulator({ switches: { retiredModelCode: 1203 } });
    const answer = await call("POST", "/v1/videos/text2video", { model_name: "kling-v1", prompt: "x" });
    expect(answer).toMatchObject({ status: 404, body: { code: 1203 } });
  });

  it("refuses a body that is no JSON with 400", async () => {
    const { call } = await createTestEmulator();
    expect(await call("POST", TEXT, "{")).toMatchObject({ status: 400, body: { code: 1200 } });
  });
});
