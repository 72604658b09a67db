import { isJsonObject } from "@klingkit/spec/core";
import { expect, test } from "vitest";
import { answering, type Reply, steppingClock } from "../testing/service-double.ts";
import { createCore } from "./core.ts";
import { KlingkitError } from "./errors/klingkit-error.ts";
import { RateLimitError } from "./errors/rate-limit-error.ts";
import type { Call, ServiceProtocol } from "./service-protocol.ts";

// A service that differs in everything: two keys in one header, no envelope, words for codes, a key of one's own per call.
const protocol: ServiceProtocol = {
  service: "reels",
  baseUrl: "https://service.example",
  secrets: ["sec-0123456789"],
  authorize: async () => ({
    headers: { authorization: "Key id:sec-0123456789" },
    secrets: ["id:sec-0123456789"],
  }),
  renew: () => false,
  read: ({ status, headers, value }) => {
    const requestId = headers.get("x-correlation-id") ?? undefined;
    if (status < 400) return { kind: "data", data: value, requestId };
    const { code, detail } = isJsonObject(value) ? value : {};
    return {
      kind: "refusal",
      refusal: {
        reason: code === "queue_full" ? "rate-limit" : "unknown",
        isRetryable: code === "queue_full",
        mayHaveCharged: "no",
        serviceCode: String(code),
        serviceMessage: String(detail),
        requestId,
        data: undefined,
      },
    };
  },
  hints: { key: () => undefined, address: () => undefined },
  describeUnclear: (_, key) => `Send it again with the key ${key}: the answer is the first one's.`,
};

const render: Call = {
  id: "render",
  method: "POST",
  path: "/render/{id}",
  effect: "spends",
  answer: "task",
  family: "models",
};

function coreOf(...replies: readonly Reply[]) {
  const double = answering(...replies);
  const options = { fetch: double.fetch, clock: steppingClock(), random: () => 0 };
  return { double, core: createCore(options, { protocol, baseUrl: "https://reels.example" }) };
}

const caught = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

test("sends the credential and headers of the service, and hands on data that has no envelope", async () => {
  const { core, double } = coreOf({ body: { job: 7 }, headers: { "x-correlation-id": "c-1" } });
  const headers = { "idempotency-key": "order-17" };
  const answer = await core.send(render, { params: { id: "fox" }, body: { prompt: "a fox" }, headers });
  expect(answer).toEqual({ data: { job: 7 }, requestId: "c-1" });
  expect(double.requests[0]).toMatchObject({ line: "POST /render/fox", text: '{"prompt":"a fox"}' });
  expect(double.requests[0]?.headers.get("authorization")).toBe("Key id:sec-0123456789");
  expect(double.requests[0]?.headers.get("idempotency-key")).toBe("order-17");
});

test("makes the error that the service's judgement asks for, with a code in words", async () => {
  const { core } = coreOf({
    status: 429,
    body: { code: "queue_full", detail: "no room for sec-0123456789" },
    headers: { "retry-after": "3", "x-correlation-id": "c-2" },
  });
  const error = await caught(core.send(render, { params: { id: "fox" } }));
  expect(RateLimitError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    service: "reels",
    reason: "rate-limit",
    serviceCode: "queue_full",
    serviceMessage: "no room for ***",
    requestId: "c-2",
    retryAfterMs: 3000,
    message:
      "POST /render/{id} failed: HTTP 429, code queue_full, request c-2: no room for ***. No task was created.",
  });
});

test.for<[string, Reply]>([
  ["a lost answer", { error: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) }],
  ["an answer that cannot be read", { body: "<html>" }],
  ["a broken gateway", { status: 502, body: "<html>" }],
])("says in the service's words what to do after %s to a create", async ([, reply]) => {
  const { core, double } = coreOf(reply);
  const error = await caught(core.send(render, { params: { id: "fox" }, externalTaskId: "order-17" }));
  expect(KlingkitError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ service: "reels", mayHaveCharged: "unknown", externalTaskId: "order-17" });
  expect(error).toHaveProperty(
    "message",
    expect.stringContaining("Send it again with the key order-17: the answer is the first one's."),
  );
  expect(double.requests).toHaveLength(1);
});
