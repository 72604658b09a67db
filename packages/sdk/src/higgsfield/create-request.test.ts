import { describe, expect, test } from "vitest";
import { answering, type Reply } from "../testing/service-double.ts";
import { createHiggsfield } from "./create-higgsfield.ts";
import type { HiggsfieldOptions } from "./higgsfield-core.ts";

const ID = "d7e6c0f3-6699-4f6c-bb45-2ad7fd9158ff";
const CREDENTIALS = "5b1f2a3c-key-id:secret-0123456789abcdef";
const T2V = "kling-video/v2.6/pro/text-to-video";
const QUEUED: Reply = {
  body: {
    status: "queued",
    request_id: ID,
    status_url: `https://elsewhere.example/requests/${ID}/status`,
    cancel_url: `https://elsewhere.example/requests/${ID}/cancel`,
  },
  headers: { "X-Correlation-ID": "correlation-1" },
};

function client(options: HiggsfieldOptions, ...replies: readonly Reply[]) {
  const service = answering(...replies);
  return {
    service,
    higgsfield: createHiggsfield({ credentials: CREDENTIALS, fetch: service.fetch, ...options }),
  };
}

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it must fail"),
    (error: unknown) => error,
  );

describe("create", () => {
  test("sends the body as it is, once, with a key of its own that the caller has before", async () => {
    const { higgsfield, service } = client({}, QUEUED);
    const seen: string[] = [];
    const created = await higgsfield.create(
      T2V,
      { prompt: "a fox", duration: 10, negative: undefined } as { prompt: string; duration: 10 },
      {
        onIdempotencyKey: (key) => {
          expect(service.requests).toHaveLength(0);
          seen.push(key);
        },
      },
    );
    const [request] = service.requests;
    expect(request?.url).toBe(`https://api.higgsfield.ai/${T2V}`);
    expect(request?.line).toBe(`POST /${T2V}`);
    expect(JSON.parse(request?.text ?? "")).toEqual({ prompt: "a fox", duration: 10 });
    expect(request?.headers.get("authorization")).toBe(`Key ${CREDENTIALS}`);
    expect(request?.headers.get("user-agent")).toMatch(/^klingkit\//);
    expect(seen).toEqual([request?.headers.get("idempotency-key")]);
    expect(created).toEqual({
      taskId: ID,
      externalTaskId: seen[0],
      service: "higgsfield",
      family: "models",
      product: T2V,
      model: "kling-2.6",
      status: "submitted",
      rawStatus: "queued",
      requestId: "correlation-1",
      estimate: expect.objectContaining({ isKnown: true, unit: "usd", usd: 1.4 }),
      warnings: [],
    });
  });

  test("sends the caller's key, webhook and retention in their places", async () => {
    const { higgsfield, service } = client({ auth: "headers" }, QUEUED);
    await higgsfield.create(
      T2V,
      { prompt: "a fox" },
      { idempotencyKey: "job-1", webhookUrl: "https://example.com/hook?a=1&b=2", expiresAfterSeconds: 3600 },
    );
    const [request] = service.requests;
    expect(new URL(request?.url ?? "").searchParams.get("hf_webhook")).toBe(
      "https://example.com/hook?a=1&b=2",
    );
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      "idempotency-key": "job-1",
      "hf-expires-after": "3600",
      "hf-api-key": "5b1f2a3c-key-id",
      "hf-secret": "secret-0123456789abcdef",
    });
    expect(request?.headers.get("authorization")).toBeNull();
    expect(JSON.parse(request?.text ?? "")).toEqual({ prompt: "a fox" });
  });

  test.each([
    [{ idempotencyKey: "a b" }, "idempotencyKey"],
    [{ idempotencyKey: "" }, "idempotencyKey"],
    [{ expiresAfterSeconds: 60 }, "expiresAfterSeconds"],
    [{ expiresAfterSeconds: 604_801 }, "expiresAfterSeconds"],
    [{ idempotencyKy: "x" } as object, "idempotencyKy"],
    [{ webhookUrl: "nope" }, "webhookUrl"],
    [{ webhookUrl: "http://example.com/hook" }, "webhookUrl"],
    [{ webhookUrl: "https://a:b@example.com/" }, "webhookUrl"],
    [{ webhookUrl: "https://localhost/x" }, "webhookUrl"],
    [{ webhookUrl: "https://10.0.0.1/x" }, "webhookUrl"],
  ])("refuses the options %j before any byte leaves", async (options, option) => {
    const { higgsfield, service } = client({});
    const error = await failure(higgsfield.create(T2V, { prompt: "a fox" }, options));
    expect(error).toMatchObject({ code: "KLINGKIT_CONFIG", option, mayHaveCharged: "no" });
    expect(service.requests).toHaveLength(0);
  });

  test("refuses a body that breaks a rule, with all that is wrong", async () => {
    const { higgsfield, service } = client({});
    const body = { prompt: "", cfg_scale: 2, durations: 5 };
    const error = await failure(higgsfield.create(T2V, body));
    expect(error).toMatchObject({
      code: "KLINGKIT_INVALID_REQUEST",
      service: "higgsfield",
      issues: [{ path: "cfg_scale" }, { path: "durations", rule: "unknown-field" }],
    });
    expect(service.requests).toHaveLength(0);
  });

  test("does not send to a retired endpoint unless it is told to", async () => {
    const { higgsfield } = client({}, QUEUED);
    const retired = "kling-video/v2.1/master/text-to-video";
    const error = await failure(higgsfield.create(retired, { prompt: "a fox" }));
    expect(error).toMatchObject({ issues: [{ rule: "model-retired" }] });
    await expect(
      higgsfield.create(retired, { prompt: "a fox" }, { allowsRetired: true }),
    ).resolves.toMatchObject({
      taskId: ID,
    });
  });

  test("names what to use in place of what is no endpoint", async () => {
    const { higgsfield } = client({});
    const asked = "kling-video/omni/image-to-video" as typeof T2V;
    await expect(higgsfield.create(asked, { prompt: "a fox" })).rejects.toThrow(
      "Use kling-video/omni/first-last-frame or kling-video/omni/image-reference.",
    );
  });

  test("sends no key in an era without keys, and refuses one", async () => {
    const { higgsfield, service } = client({ era: "b" }, QUEUED, { status: 502, body: {} });
    const created = await higgsfield.create(T2V, { prompt: "a fox" });
    expect(created.externalTaskId).toBeUndefined();
    expect(service.requests[0]?.url).toBe(`https://platform.higgsfield.ai/${T2V}`);
    expect(service.requests[0]?.headers.get("idempotency-key")).toBeNull();
    await expect(higgsfield.create(T2V, { prompt: "a fox" }, { idempotencyKey: "a" })).rejects.toThrow(
      "era b",
    );
    await expect(higgsfield.create(T2V, { prompt: "a fox" })).rejects.toThrow("you may pay twice");
  });

  test("holds its own limit in US dollars", async () => {
    const { higgsfield, service } = client({ maxUnits: 1 });
    const error = await failure(higgsfield.create(T2V, { prompt: "a fox", duration: 10 }));
    expect(error).toMatchObject({ code: "KLINGKIT_SPENDING", service: "higgsfield" });
    expect(service.requests).toHaveLength(0);
  });
});

describe("a create that is refused or lost", () => {
  const refusal = (status: number, body: unknown, headers = {}): Reply => ({ status, body, headers });
  const ending = async (reply: Reply, options: HiggsfieldOptions = {}) => {
    const { higgsfield, service } = client(options, reply);
    const error = await failure(higgsfield.create(T2V, { prompt: "a fox" }, { idempotencyKey: "job-1" }));
    expect(service.requests).toHaveLength(1);
    return error;
  };

  test.each([
    [400, { detail: "bad" }, "KLINGKIT_INVALID_REQUEST", false, "no"],
    [401, { detail: "Invalid credentials" }, "KLINGKIT_AUTHENTICATION", false, "no"],
    [402, { detail: "Not enough credits" }, "KLINGKIT_INSUFFICIENT_BALANCE", false, "no"],
    [403, { detail: "Not enough credits" }, "KLINGKIT_INSUFFICIENT_BALANCE", false, "no"],
    [404, { detail: "Model not found" }, "KLINGKIT_NOT_FOUND", false, "no"],
    [422, { detail: "'prompt' is a required property" }, "KLINGKIT_INVALID_REQUEST", false, "no"],
    [422, { detail: "Idempotency-Key was used before" }, "KLINGKIT_IDEMPOTENCY_MISMATCH", false, "unknown"],
    [423, { detail: "blocked" }, "KLINGKIT_SERVER", true, "no"],
    [429, { detail: "full", code: "account_queue_full", limit: 8 }, "KLINGKIT_CONCURRENCY_LIMIT", true, "no"],
    [429, { detail: "slow down" }, "KLINGKIT_RATE_LIMIT", true, "no"],
    [500, { detail: "oops" }, "KLINGKIT_SERVER", true, "unknown"],
    [503, { detail: "off" }, "KLINGKIT_SERVER", true, "unknown"],
  ])("HTTP %i %j is %s", async (status, body, code, isRetryable, mayHaveCharged) =>
    expect(await ending(refusal(status, body))).toMatchObject({
      code,
      isRetryable,
      mayHaveCharged,
      service: "higgsfield",
      externalTaskId: "job-1",
    }),
  );

  test("shows Retry-After, the limit and the id of the call", async () => {
    const body = { detail: "full", code: "account_queue_full", limit: 8 };
    const headers = { "retry-after": "5", "x-correlation-id": "c-9" };
    expect(await ending(refusal(429, body, headers))).toMatchObject({
      retryAfterMs: 5000,
      serviceCode: "account_queue_full",
      data: { limit: 8 },
      requestId: "c-9",
    });
  });

  test("reads FastAPI's list of findings", async () => {
    const detail = [{ type: "missing", loc: ["body", "prompt"], msg: "Field required" }];
    await expect(ending(refusal(422, { detail }))).resolves.toMatchObject({
      serviceMessage: "body.prompt: Field required",
    });
  });

  test("takes a 403 in HTML for a block, not for an empty account", async () =>
    expect(await ending(refusal(403, "<html>error code: 1010</html>"))).toMatchObject({
      code: "KLINGKIT_RESPONSE",
      mayHaveCharged: "no",
    }));

  test.each<Reply>([
    { error: Object.assign(new Error("reset"), { code: "ECONNRESET" }) },
    { status: 502, body: "<html>bad gateway</html>" },
    { body: '{"status":"queued","request' },
    { body: { status: "queued" } },
  ])("keeps the key of a lost response, and says that it brings the request back (%j)", async (reply) => {
    const error = await ending(reply);
    expect(error).toMatchObject({ mayHaveCharged: "unknown", externalTaskId: "job-1" });
    expect(String(error)).toMatch(/[Ss]end the same body and options again with the Idempotency-Key job-1/);
  });

  test("knows the old refusal over concurrency in the old eras", async () => {
    const detail = "Maximum number of concurrent requests (4) has been reached";
    const { higgsfield } = client({ era: "a" }, refusal(400, { detail }));
    expect(await failure(higgsfield.create(T2V, { prompt: "a fox" }))).toMatchObject({
      code: "KLINGKIT_CONCURRENCY_LIMIT",
      isRetryable: true,
    });
  });

  test("shows no part of the credentials that the service echoes", async () => {
    const error = await ending(
      refusal(401, { detail: `no such key ${CREDENTIALS} secret-0123456789abcdef` }),
    );
    expect(String(error)).not.toContain("secret-0123456789abcdef");
    expect(String(error)).not.toContain("5b1f2a3c-key-id");
  });
});
