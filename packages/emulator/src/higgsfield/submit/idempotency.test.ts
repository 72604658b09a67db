import { describe, expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../../testing/test-higgsfield.ts";

const KEY = { "idempotency-key": "6a4c2f1e-0000-4000-8000-000000000001" };
const BODY = { prompt: "a fox", duration: 5, sound: "on" };

describe("Idempotency-Key", () => {
  it("brings the original request back, in its present state, and charges nothing again", async () => {
    const { call, control } = await createTestHiggsfield({ higgsfield: { balanceUsd: 0.7 } });
    const first = await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    const again = await call("POST", TEXT_TO_VIDEO, { sound: "on", duration: 5, prompt: "a fox" }, KEY);
    expect([again.status, again.body]).toEqual([200, first.body]);
    await control.advance(LATER_MS);
    const late = await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    expect(late.body).toMatchObject({ status: "completed", request_id: first.body.request_id });
    expect(control.journal()).toMatchObject({ creates: 3, accepted: 1, replayed: 2, refused: 0, billed: 1 });
  });

  it.each([
    ["another value", { ...BODY, prompt: "a cat" }, "", {}],
    ["null in place of nothing", { ...BODY, negative: null }, "", {}],
    ["a field more", { ...BODY, cfg_scale: 0.5 }, "", {}],
    ["a webhook", BODY, "?hf_webhook=https%3A%2F%2Freceiver.example%2Fhook", {}],
    ["another period of retention", BODY, "", { "hf-expires-after": "3600" }],
  ])("refuses %s under the same key", async (_, body, search, headers) => {
    const { call, control } = await createTestHiggsfield();
    await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    const { status, body: answer } = await call("POST", `${TEXT_TO_VIDEO}${search}`, body, {
      ...KEY,
      ...headers,
    });
    expect([status, answer]).toEqual([
      422,
      { detail: "Idempotency-Key was used with different request parameters" },
    ]);
    expect(control.journal()).toMatchObject({ creates: 2, accepted: 1, refused: 1 });
  });

  it("is another one for another account, and not consumed by a refused submit", async () => {
    const { call, control } = await createTestHiggsfield();
    expect((await call("POST", TEXT_TO_VIDEO, { prompt: 5 }, KEY)).status).toBe(422);
    expect((await call("POST", TEXT_TO_VIDEO, BODY, { ...KEY, authorization: "Bearer x" })).status).toBe(401);
    const mine = await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    const other = await call("POST", TEXT_TO_VIDEO, { prompt: "z" }, { ...KEY, authorization: "Key b:c" });
    expect([mine.status, other.status]).toEqual([200, 200]);
    expect(mine.body.request_id).not.toBe(other.body.request_id);
    expect(control.journal().accepted).toBe(2);
  });

  it.each([
    ["with space", "a b"],
    ["too long", "x".repeat(256)],
    ["beyond ASCII", "clé"],
  ])("that is %s is refused", async (_, key) => {
    const { call } = await createTestHiggsfield();
    expect((await call("POST", TEXT_TO_VIDEO, BODY, { "idempotency-key": key })).status).toBe(422);
  });

  it("is ignored by the eras before: each send is another request", async () => {
    const { call, control } = await createTestHiggsfield({ higgsfield: { era: "b" } });
    await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    await call("POST", TEXT_TO_VIDEO, BODY, KEY);
    expect(control.journal()).toMatchObject({ accepted: 2, replayed: 0 });
  });
});
