import { describe, expect, test } from "vitest";
import { answering, type Reply, steppingClock } from "../testing/service-double.ts";
import { createHiggsfield } from "./create-higgsfield.ts";
import type { HiggsfieldOptions } from "./higgsfield-core.ts";

const ID = "d7e6c0f3-6699-4f6c-bb45-2ad7fd9158ff";
const request = (status: string, more: object = {}): Reply => ({ body: { status, request_id: ID, ...more } });
const done = request("completed", {
  video: { url: "https://example.com/out.mp4" },
  expires_at: "2026-10-12T09:00:00Z",
});

function client(replies: readonly Reply[], options: HiggsfieldOptions = {}) {
  const service = answering(...replies);
  const clock = steppingClock();
  const credentials = "id:secret-0123456789";
  return {
    service,
    clock,
    higgsfield: createHiggsfield({ credentials, fetch: service.fetch, clock, random: () => 0.5, ...options }),
  };
}

describe("requests", () => {
  test("reads one, its link and when the file is deleted", async () => {
    const { higgsfield, service } = client([done]);
    const task = await higgsfield.requests.status(ID);
    expect(service.requests[0]?.line).toBe(`GET /requests/${ID}/status`);
    expect(task).toMatchObject({
      taskId: ID,
      service: "higgsfield",
      status: "succeeded",
      videos: [{ url: "https://example.com/out.mp4" }],
      results: [
        { kind: "video", links: [{ url: "https://example.com/out.mp4" }], expiresAtMs: 1_791_795_600_000 },
      ],
    });
  });

  test.each([1_791_795_600, 1_791_795_600_000, "1791795600"])("reads the time %j", async (expires_at) => {
    const { higgsfield } = client([request("completed", { video: { url: "https://e.com/a" }, expires_at })]);
    const [result] = (await higgsfield.requests.status(ID)).results;
    expect(result?.expiresAtMs).toBe(1_791_795_600_000);
  });

  test("follows a request to its end over failed reads and words that nobody knows", async () => {
    const replies = [
      request("queued"),
      { status: 503, body: {} },
      request("paused"),
      request("in_progress"),
      done,
    ];
    const { higgsfield, service } = client(replies);
    await expect(higgsfield.requests.wait(ID)).resolves.toMatchObject({ status: "succeeded" });
    expect(service.unused()).toBe(0);
  });

  test.each([
    ["failed", { error: "Generation failed" }, "KLINGKIT_TASK_FAILED", false],
    ["nsfw", {}, "KLINGKIT_TASK_FAILED", true],
    ["canceled", {}, "KLINGKIT_TASK_CANCELED", false],
  ])("ends with %s, which is not charged", async (status, more, code, isContentPolicy) => {
    const { higgsfield } = client([request(status, more)]);
    await expect(higgsfield.requests.wait(ID)).rejects.toMatchObject({
      code,
      isContentPolicy,
      mayHaveCharged: "no",
      taskId: ID,
    });
  });

  test("stops at once where the request is unknown", async () => {
    const { higgsfield } = client([{ status: 404, body: { detail: "Not found" } }]);
    await expect(higgsfield.requests.wait(ID)).rejects.toMatchObject({ code: "KLINGKIT_NOT_FOUND" });
  });

  test("refuses the record of another request", async () => {
    const { higgsfield } = client([{ body: { status: "queued", request_id: "other" } }], { readRetries: 0 });
    await expect(higgsfield.requests.status(ID)).rejects.toMatchObject({ code: "KLINGKIT_RESPONSE" });
  });

  test.each(["", "{}"])("cancels a queued one, whatever is in the response (%j)", async (body) => {
    const { higgsfield, service } = client([{ status: 202, body }]);
    await expect(higgsfield.requests.cancel(ID)).resolves.toEqual({ kind: "accepted" });
    expect(service.requests[0]?.line).toBe(`POST /requests/${ID}/cancel`);
  });

  test("says when it is too late to cancel, and sends a cancel once", async () => {
    const { higgsfield, service } = client([
      { status: 400, body: { detail: "Request cannot be canceled" } },
      { status: 503, body: {} },
    ]);
    await expect(higgsfield.requests.cancel(ID)).resolves.toMatchObject({ kind: "too-late" });
    await expect(higgsfield.requests.cancel(ID)).rejects.toMatchObject({ code: "KLINGKIT_SERVER" });
    expect(service.requests).toHaveLength(2);
  });

  test("deletes", async () => {
    const { higgsfield, service } = client([{ body: "" }]);
    await higgsfield.requests.delete({ taskId: ID, product: "x" });
    expect(service.requests[0]?.line).toBe(`DELETE /requests/${ID}`);
    await expect(client([], { era: "b" }).higgsfield.requests.delete(ID)).rejects.toThrow("era b");
  });
});

describe("estimate", () => {
  const T2V = "kling-video/v2.6/pro/text-to-video";
  test.each<[Reply, object]>([
    [{ body: { credits: "1.500", usd: "0.094" } }, { kind: "price", credits: 1.5, usd: 0.094 }],
    [
      { body: { type: "description", pricing_description: "per second" } },
      { kind: "description", description: "per second" },
    ],
    [{ status: 404, body: { detail: "model_not_found" } }, { kind: "unavailable" }],
  ])("%j is %j", async (reply, expected) => {
    const { higgsfield, service } = client([reply]);
    await expect(higgsfield.estimate(T2V, { prompt: "a fox" })).resolves.toEqual(expected);
    expect(service.requests[0]).toMatchObject({ line: `POST /estimate/${T2V}`, text: '{"prompt":"a fox"}' });
    expect(service.requests[0]?.headers.get("idempotency-key")).toBeNull();
  });

  test("repeats after a failure that may pass, as it is free", async () => {
    const { higgsfield } = client([{ status: 503, body: {} }, { body: { credits: "1.500", usd: "0.094" } }]);
    await expect(higgsfield.estimate(T2V, {})).resolves.toMatchObject({ kind: "price" });
  });

  test("refuses amounts that are none", async () => {
    const { higgsfield } = client([{ body: { credits: "", usd: "-1" } }]);
    await expect(higgsfield.estimate(T2V, {})).rejects.toMatchObject({ code: "KLINGKIT_RESPONSE" });
  });
});

test("lists models, and leaves out what it cannot read", async () => {
  const slug = "kling-video/v3.0/pro/image-to-video";
  const input_schema = { type: "object" };
  const items = [{ slug, title: "Kling", operation_type: ["image_to_video"], input_schema }, { title: "?" }];
  const { higgsfield, service } = client([{ body: { items } }]);
  await expect(higgsfield.models.list({ limit: 5, search: "kling", includeSchema: true })).resolves.toEqual([
    { slug, title: "Kling", operationTypes: ["image_to_video"], inputSchema: input_schema },
  ]);
  expect(service.requests[0]?.line).toBe("GET /models?limit=5&search=kling&include_schema=true");
});

describe("upload", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const target = (more: object = {}): Reply => ({
    body: {
      public_url: "https://cdn.example.com/input/x.png",
      upload_url: "https://storage.example.com/presigned?signature=1",
      upload_headers: { "Content-Type": "image/png", "x-amz-tagging": "retention=temporary" },
      ...more,
    },
  });

  test("puts the bytes with every header and without credentials", async () => {
    const { higgsfield, service } = client([target(), { body: "" }]);
    await expect(higgsfield.upload({ bytes, contentType: "image/png" })).resolves.toEqual({
      url: "https://cdn.example.com/input/x.png",
    });
    const [ask, put] = service.requests;
    expect(ask).toMatchObject({
      line: "POST /files/generate-upload-url",
      text: '{"content_type":"image/png"}',
    });
    expect(put).toMatchObject({ line: "PUT /presigned?signature=1", text: "\u0001\u0002\u0003" });
    expect(Object.fromEntries(put?.headers ?? [])).toEqual({
      "content-type": "image/png",
      "x-amz-tagging": "retention=temporary",
    });
  });

  test.each([
    "http://storage.example.com/a",
    "https://10.0.0.1/a",
    "file:///etc/passwd",
    "https://u:p@e.com/",
    7,
  ])("sends nothing to %j", async (upload_url) => {
    const { higgsfield, service } = client([target({ upload_url })]);
    await expect(higgsfield.upload({ bytes, contentType: "image/png" })).rejects.toMatchObject({
      code: "KLINGKIT_RESPONSE",
    });
    expect(service.requests).toHaveLength(1);
  });

  test("takes local addresses of a local service", async () => {
    const upload_url = "http://127.0.0.1:4000/storage/1";
    const { higgsfield } = client([target({ upload_url, public_url: upload_url }), { body: "" }], {
      baseUrl: "http://127.0.0.1:4000",
    });
    await expect(higgsfield.upload({ bytes, contentType: "image/png" })).resolves.toEqual({
      url: upload_url,
    });
  });

  test("says what the storage refused", async () => {
    const { higgsfield } = client([target(), { status: 403, body: "<Error/>" }]);
    await expect(higgsfield.upload({ bytes, contentType: "image/png" })).rejects.toMatchObject({
      code: "KLINGKIT_RESPONSE",
      status: 403,
      mayHaveCharged: "no",
    });
  });

  test("ends at its deadline", async () => {
    const { higgsfield } = client([target(), { isHanging: true }], { timeoutMs: 20 });
    await expect(higgsfield.upload({ bytes, contentType: "image/png" })).rejects.toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      mayHaveCharged: "no",
    });
  });

  test("refuses a type that the service does not take", async () => {
    const contentType = "image/tiff" as "image/png";
    await expect(client([]).higgsfield.upload({ bytes, contentType })).rejects.toMatchObject({
      option: "contentType",
    });
  });
});
