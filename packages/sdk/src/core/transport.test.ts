import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import {
  API_KEY,
  accepted,
  answering,
  type Reply,
  refused,
  steppingClock,
} from "../testing/service-double.ts";
import { ApiError } from "./errors/api-error.ts";
import { KlingkitError } from "./errors/klingkit-error.ts";

const created = accepted({ id: "901930004609634393", status: "submitted", create_time: 1783065388949 });
const BODY = { prompt: "a fox in the snow", options: { external_task_id: "job-42" } };

function clientOf(...replies: readonly Reply[]) {
  const service = answering(...replies);
  const clock = steppingClock();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock, random: () => 0.5 });
  const create = () => kling.standard.textToVideo.create("kling-3.0", BODY);
  const read = () => kling.tasks.get({ taskIds: ["1"] });
  return { service, clock, kling, create, read };
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a create", () => {
  test("sends the body as given, once, with the documented headers", async () => {
    const { service, create } = clientOf(created);
    await create();
    const [request] = service.requests;
    expect(JSON.parse(request?.text ?? "")).toEqual(BODY);
    expect(request?.headers.get("authorization")).toBe(`Bearer ${API_KEY}`);
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(request?.headers.get("user-agent")).toMatch(/^klingkit\/\d+\.\d+\.\d+$/);
  });

  test.each([
    [429, 1102, "Account balance not enough", "KLINGKIT_INSUFFICIENT_BALANCE", false, "no"],
    [429, 1101, "arrears", "KLINGKIT_INSUFFICIENT_BALANCE", false, "no"],
    [429, 1100, "abnormal", "KLINGKIT_ACCOUNT", false, "no"],
    [429, 1304, "ip", "KLINGKIT_PERMISSION", false, "no"],
    [403, 1103, "no access", "KLINGKIT_PERMISSION", false, "no"],
    [429, 1302, "slow down", "KLINGKIT_RATE_LIMIT", true, "no"],
    [429, 1303, "parallel task over resource pack limit", "KLINGKIT_CONCURRENCY_LIMIT", true, "no"],
    [400, 1301, "policy", "KLINGKIT_CONTENT_POLICY", false, "no"],
    [400, 1201, "model is not supported", "KLINGKIT_INVALID_REQUEST", false, "no"],
    [400, 1201, "External_task_id job-42 already exists", "KLINGKIT_DUPLICATE_EXTERNAL_ID", false, "no"],
    [404, 1203, "no such resource", "KLINGKIT_NOT_FOUND", false, "no"],
    [401, 1002, "api key not found", "KLINGKIT_AUTHENTICATION", false, "no"],
    [500, 5000, "internal", "KLINGKIT_SERVER", true, "unknown"],
    [503, 5001, "maintenance", "KLINGKIT_SERVER", true, "unknown"],
    [504, 5002, "backlog", "KLINGKIT_SERVER", true, "unknown"],
    [400, 9999, "new code", "KLINGKIT_INVALID_REQUEST", false, "no"],
    [418, 9999, "new code", "KLINGKIT_API", false, "no"],
    [500, 9999, "new code", "KLINGKIT_SERVER", true, "unknown"],
  ])(
    "refused with HTTP %i code %i (%s) is %s and is not sent again",
    async (status, serviceCode, message, code, isRetryable, mayHaveCharged) => {
      const { service, create } = clientOf(refused(status, serviceCode, message));
      const error = await caught(create());
      expect(error).toMatchObject({
        code,
        isRetryable,
        mayHaveCharged,
        status,
        serviceCode,
        requestId: "9984d27b-a408-4073-ae28-17ca6a13622d",
        externalTaskId: "job-42",
        operationId: "text-to-video/kling-3.0",
      });
      expect(service.requests).toHaveLength(1);
    },
  );

  test("refused on HTTP 200 is an error all the same", async () => {
    const { create } = clientOf(refused(200, 1303, "parallel task over resource pack limit"));
    const error = await caught(create());
    expect(error).toMatchObject({ code: "KLINGKIT_CONCURRENCY_LIMIT", status: 200 });
    expect(error).toHaveProperty(
      "message",
      "POST /text-to-video/kling-3.0 failed: HTTP 200, code 1303 (parallel task limit of the resource pack), request 9984d27b-a408-4073-ae28-17ca6a13622d: parallel task over resource pack limit. No task was created. Wait until a running task ends.",
    );
  });

  test.each<[string, Reply, string]>([
    ["HTML behind a gateway", { status: 502, body: "<html><body>502 Bad Gateway</body></html>" }, "unknown"],
    ["truncated JSON", { body: '{"code":0,"data":{"id":"9019' }, "unknown"],
    ["an empty body", { body: "" }, "unknown"],
    ["JSON that is no envelope", { body: ["a"] }, "unknown"],
    ["HTML of a 404", { status: 404, body: "<html>404</html>" }, "no"],
  ])("answered with %s is KLINGKIT_RESPONSE and keeps the external id", async (_, reply, mayHaveCharged) => {
    const { service, create } = clientOf(reply);
    const error = await caught(create());
    expect(error).toMatchObject({ code: "KLINGKIT_RESPONSE", mayHaveCharged, externalTaskId: "job-42" });
    expect(service.requests).toHaveLength(1);
  });

  test.each([
    ["a reset", { error: new TypeError("fetch failed") }],
    ["a server error", refused(500, 5000, "internal")],
    ["HTML", { status: 502, body: "<html>" }],
  ])(
    "names the way to look the task up after %s: by its external id, or without one in the list",
    async (_, reply) => {
      expect(await caught(clientOf(reply).create())).toMatchObject({
        message: expect.stringContaining("external id job-42"),
      });
      const { kling } = clientOf(reply);
      const anonymous = kling.standard.textToVideo.create("kling-3.0", { prompt: "a fox" });
      expect(await caught(anonymous)).toMatchObject({
        message: expect.stringContaining("in the list of tasks"),
      });
    },
  );

  test("accepted without a task id says that it may be paid for", async () => {
    const { create } = clientOf(accepted({}));
    expect(await caught(create())).toMatchObject({
      code: "KLINGKIT_RESPONSE",
      mayHaveCharged: "yes",
      externalTaskId: "job-42",
      requestId: "c0656403-1e6e-4b7e-b8f8-2cdd2595f2b9",
    });
  });

  test.each([
    ["ECONNRESET", "unknown"],
    ["UND_ERR_SOCKET", "unknown"],
    ["ECONNREFUSED", "no"],
    ["ENOTFOUND", "no"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "no"],
    ["EHOSTUNREACH", "no", "connect"],
    // The route went away after the request had left.
    ["EHOSTUNREACH", "unknown", "read"],
    ["ENETUNREACH", "unknown", "write"],
  ])("ended by %s may have charged: %s", async (systemCode, mayHaveCharged, syscall?: string) => {
    const cause = Object.assign(new Error("boom"), { code: systemCode, syscall });
    const { service, create } = clientOf({ error: new TypeError("fetch failed", { cause }) });
    expect(await caught(create())).toMatchObject({
      code: "KLINGKIT_CONNECTION",
      isRetryable: true,
      mayHaveCharged,
      phase: "request",
    });
    expect(service.requests).toHaveLength(1);
  });

  test("without an answer in time keeps the external id", async () => {
    const { kling } = clientOf({ isHanging: true });
    const error = await caught(kling.standard.textToVideo.create("kling-3.0", BODY, { timeoutMs: 5 }));
    expect(error).toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      mayHaveCharged: "unknown",
      externalTaskId: "job-42",
      phase: "request",
    });
  });

  test("aborted before it left cannot have charged; aborted later it may have", async () => {
    const { service, kling } = clientOf({ isHanging: true });
    const early = kling.standard.textToVideo.create("kling-3.0", BODY, { signal: AbortSignal.abort() });
    expect(await caught(early)).toMatchObject({ code: "KLINGKIT_ABORTED", mayHaveCharged: "no" });
    expect(service.requests).toHaveLength(0);
    const controller = new AbortController();
    const late = caught(kling.standard.textToVideo.create("kling-3.0", BODY, { signal: controller.signal }));
    await Promise.resolve();
    while (service.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await late).toMatchObject({ code: "KLINGKIT_ABORTED", mayHaveCharged: "unknown" });
  });

  test("reads JSON whatever the content type says", async () => {
    const { create } = clientOf({ ...created, headers: { "content-type": "text/html" } });
    expect((await create()).taskId).toBe("901930004609634393");
  });

  test("keeps an id that the service sends as a number", async () => {
    const { create } = clientOf({ body: '{"code":0,"data":{"id":901930004609634393,"status":"submitted"}}' });
    expect((await create()).taskId).toBe("901930004609634393");
  });
});

describe("a read", () => {
  test("is tried again after a transient error and then succeeds", async () => {
    const { service, clock, read } = clientOf(
      { status: 502, body: "<html>" },
      refused(500, 5000, "x"),
      accepted([]),
    );
    expect(await read()).toEqual([]);
    expect(service.requests).toHaveLength(3);
    expect(clock.pauses).toEqual([750, 1500]);
  });

  test("stops after two more tries, and a failed read never charges", async () => {
    const bad = refused(503, 5001, "maintenance");
    const { service, read } = clientOf(bad, bad, bad);
    expect(await caught(read())).toMatchObject({ code: "KLINGKIT_SERVER", mayHaveCharged: "no" });
    expect(service.requests).toHaveLength(3);
  });

  test.each([1100, 1101, 1102, 1304])("is not tried again after the permanent 429 code %i", async (code) => {
    const { service, read } = clientOf(refused(429, code, "x"));
    await caught(read());
    expect(service.requests).toHaveLength(1);
  });

  test("waits as long as Retry-After says, up to a cap", async () => {
    const slow = (seconds: string): Reply => ({
      ...refused(429, 1302, "x"),
      headers: { "retry-after": seconds },
    });
    const { clock, read } = clientOf(slow("7"), slow("3600"), accepted([]));
    await read();
    expect(clock.pauses).toEqual([7000, 20_000]);
  });

  test("can be aborted while it pauses", async () => {
    const controller = new AbortController();
    const service = answering(refused(503, 5001, "x"));
    const clock = {
      nowMs: () => 0,
      sleep: async (_ms: number, signal?: AbortSignal) => {
        controller.abort();
        signal?.throwIfAborted();
      },
    };
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock });
    const read = kling.tasks.get({ taskIds: ["1"] }, { signal: controller.signal });
    expect(await caught(read)).toMatchObject({ code: "KLINGKIT_ABORTED" });
  });

  test("of more than 16 MB is refused without being kept", async () => {
    const big = `{"code":0,"data":["${"x".repeat(17 * 1024 * 1024)}"]}`;
    const service = answering({ body: big });
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, readRetries: 0 });
    expect(await caught(kling.tasks.get({ taskIds: ["1"] }))).toMatchObject({
      code: "KLINGKIT_RESPONSE",
      message: expect.stringContaining("more than 16777216 bytes"),
    });
  });

  test("does not follow redirects", async () => {
    const { service, read } = clientOf({
      status: 302,
      body: "",
      headers: { location: "https://evil.test/" },
    });
    expect(await caught(read())).toMatchObject({ code: "KLINGKIT_RESPONSE", isRetryable: false });
    expect(service.requests).toHaveLength(1);
  });

  test("puts ids through percent encoding and refuses path tricks", async () => {
    const { service, kling } = clientOf(accepted({ task_id: "1", task_status: "submitted" }));
    await kling.v1.text2video.get("a/../b?x");
    expect(service.requests[0]?.line).toBe("GET /v1/videos/text2video/a%2F..%2Fb%3Fx");
    expect(await caught(kling.v1.text2video.get(".."))).toMatchObject({ code: "KLINGKIT_CONFIG" });
  });
});

test.each([
  ["Task not found by id/external id: 7", /no such task.*Check the id, the region and the account\./],
  ["External_task_id 7 already exists", /the external id is taken.*Look the task up by its external id\./],
  ["settings.duration value '99' is invalid", /Correct what the message names\./],
])("an error says what to do about '%s'", async (message, text) => {
  const { read } = clientOf(refused(400, 1201, message));
  expect(await caught(read())).toHaveProperty("message", expect.stringMatching(text));
});

test("an error of the service asks to repeat a read, and to look a create up", async () => {
  const { create, read } = clientOf(...Array.from({ length: 9 }, () => refused(500, 5000, "internal error")));
  expect(await caught(read())).toHaveProperty(
    "message",
    expect.stringMatching(/request [\w-]+\. Try again\.$/),
  );
  expect(await caught(create())).toHaveProperty(
    "message",
    expect.stringMatching(/A task may have been created: look.* before you try again\.$/),
  );
});

test("no error shows the key, in any form", async () => {
  const { read } = clientOf({ status: 400, body: { code: 1201, message: `bad header Bearer ${API_KEY}` } });
  const error = await caught(read());
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(API_KEY);
  expect(JSON.stringify(error)).not.toContain(API_KEY);
});

test("errors are told apart across copies of the package", async () => {
  const { read } = clientOf(refused(400, 1201, "Task not found by id/external id: 1"));
  const error = await caught(read());
  const foreign = { [Symbol.for("klingkit.KlingkitError")]: true };
  expect(KlingkitError.isInstance(error)).toBe(true);
  expect(ApiError.isInstance(error)).toBe(true);
  expect(KlingkitError.isInstance(foreign)).toBe(true);
  expect(ApiError.isInstance(foreign)).toBe(false);
  expect(error).toMatchObject({ name: "NotFoundError", code: "KLINGKIT_NOT_FOUND" });
});

test("metrics count requests, bytes, latency and success per operation", async () => {
  const { kling, create, read } = clientOf(created, refused(503, 5001, "x"), accepted([]));
  await create();
  await read();
  expect(kling.metrics()).toMatchObject({
    "text-to-video/kling-3.0": {
      requests: 1,
      successes: 1,
      failures: 0,
      bytesReceived: JSON.stringify(created.body).length,
    },
    "tasks/query": { requests: 2, successes: 1, failures: 1 },
  });
});
