import { randomUUID } from "node:crypto";
import { KlingkitError } from "klingkit";
import { describe, expect, it } from "vitest";
import { createService, LATER_MS } from "./support/create-service.ts";

const T2V = "kling-video/v2.6/pro/text-to-video";
const FOX = { prompt: "a fox" };

const failure = async (promise: Promise<unknown>): Promise<KlingkitError> => {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (KlingkitError.isInstance(error)) return error;
  throw new Error("the call should have failed");
};

describe("a create whose response was lost", () => {
  it.each([
    { type: "reset-after-accept" } as const,
    { type: "truncated-json" } as const,
    { type: "malformed-json" } as const,
    { type: "html-error", status: 502, timing: "after" } as const,
    { type: "business-error", code: 500, timing: "after" } as const,
    { type: "business-error", code: 503, timing: "after" } as const,
    { type: "reset-before-accept" } as const,
    { type: "html-error", status: 503, timing: "before" } as const,
  ])("is bought once when it is repeated with its key (%j)", async (action) => {
    await using service = await createService({
      faults: [{ match: { method: "POST" }, times: 1, action }],
    });
    const { higgsfield, control } = service;
    const error = await failure(higgsfield.create(T2V, FOX));
    expect(error).toMatchObject({ mayHaveCharged: "unknown", externalTaskId: expect.any(String) });
    const idempotencyKey = error.externalTaskId;
    const created = await higgsfield.create(T2V, FOX, { idempotencyKey });
    const again = await higgsfield.create(T2V, FOX, { idempotencyKey });
    expect(again.taskId).toBe(created.taskId);
    await control.advance(LATER_MS);
    await expect(higgsfield.requests.status(created)).resolves.toMatchObject({ status: "succeeded" });
    // An ended request comes back, too, and does not run again.
    const late = await higgsfield.create(T2V, FOX, { idempotencyKey });
    expect(late.taskId).toBe(created.taskId);
    expect(control.journal()).toMatchObject({ accepted: 1, billed: 1 });
  });

  it("brings nothing back under its key for another body, and says so in a code of its own", async () => {
    await using service = await createService();
    const { higgsfield, control } = service;
    const idempotencyKey = randomUUID();
    await higgsfield.create(T2V, FOX, { idempotencyKey });
    for (const change of [
      { body: { prompt: "a wolf" }, options: {} },
      { body: FOX, options: { expiresAfterSeconds: 7200 } },
      { body: FOX, options: { webhookUrl: "https://example.com/hook" } },
    ])
      await expect(
        higgsfield.create(T2V, change.body, { idempotencyKey, ...change.options }),
      ).rejects.toMatchObject({
        code: "KLINGKIT_IDEMPOTENCY_MISMATCH",
        isRetryable: false,
        mayHaveCharged: "unknown",
        externalTaskId: idempotencyKey,
      });
    expect(control.journal()).toMatchObject({ accepted: 1 });
  });

  it("waits for a place in the queue with the key that it has", async () => {
    await using service = await createService({ higgsfield: { concurrency: 1, queueFactor: 1 } });
    const { higgsfield, control } = service;
    await higgsfield.create(T2V, FOX);
    await higgsfield.create(T2V, FOX);
    const error = await failure(higgsfield.create(T2V, FOX));
    expect(error).toMatchObject({
      code: "KLINGKIT_CONCURRENCY_LIMIT",
      isRetryable: true,
      mayHaveCharged: "no",
      serviceCode: "account_queue_full",
      retryAfterMs: 5000,
    });
    await control.advance(LATER_MS);
    const { externalTaskId: idempotencyKey } = error;
    await expect(higgsfield.create(T2V, FOX, { idempotencyKey })).resolves.toMatchObject({
      status: "submitted",
    });
    expect(control.journal()).toMatchObject({ accepted: 3 });
  });
});

describe.each(["a", "b"] as const)("era %s", (era) => {
  it("has no keys, so a lost response stays unknown", async () => {
    await using service = await createService(
      {
        higgsfield: { era },
        faults: [{ match: { method: "POST" }, times: 1, action: { type: "reset-after-accept" } }],
      },
      { era },
    );
    const { higgsfield, sent } = service;
    const error = await failure(higgsfield.create(T2V, FOX));
    expect(error).toMatchObject({ mayHaveCharged: "unknown" });
    expect(error.externalTaskId).toBeUndefined();
    expect(error.message).toContain("you may pay twice");
    expect(sent).toHaveLength(1);
  });

  it("refuses what is over the concurrency, and nothing is charged", async () => {
    await using service = await createService({ higgsfield: { era, concurrency: 1 } }, { era });
    const { higgsfield } = service;
    await higgsfield.create(T2V, FOX);
    await expect(higgsfield.create(T2V, FOX)).rejects.toMatchObject({
      code: "KLINGKIT_CONCURRENCY_LIMIT",
      isRetryable: true,
      mayHaveCharged: "no",
    });
  });
});

describe("refusals", () => {
  it.each([
    [401, "KLINGKIT_AUTHENTICATION"],
    [403, "KLINGKIT_INSUFFICIENT_BALANCE"],
    [404, "KLINGKIT_NOT_FOUND"],
    [423, "KLINGKIT_SERVER"],
    [429, "KLINGKIT_CONCURRENCY_LIMIT"],
  ])("%i is %s, and is sent once", async (code, expected) => {
    await using service = await createService({
      faults: [{ match: { method: "POST" }, action: { type: "business-error", code } }],
    });
    const { higgsfield, sent, control } = service;
    const error = await failure(higgsfield.create(T2V, FOX));
    expect(error).toMatchObject({ code: expected, mayHaveCharged: "no", service: "higgsfield" });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent).toHaveLength(1);
    expect(control.journal()).toMatchObject({ accepted: 0 });
  });

  it("tells a guard's HTML 403 from an empty account", async () => {
    await using service = await createService({
      faults: [{ match: { method: "POST" }, action: { type: "html-error", status: 403 } }],
    });
    const error = await failure(service.higgsfield.create(T2V, FOX));
    expect(error).toMatchObject({ code: "KLINGKIT_RESPONSE", mayHaveCharged: "no" });
  });

  it("tells an account without funds what to do", async () => {
    await using service = await createService({ higgsfield: { balanceUsd: 0.5 } });
    await expect(service.higgsfield.create(T2V, FOX)).rejects.toMatchObject({
      code: "KLINGKIT_INSUFFICIENT_BALANCE",
      message: expect.stringContaining("Top up the account."),
    });
  });
});
