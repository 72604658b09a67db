import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createTestEmulator, TEST_START_MS } from "../testing/test-emulator.ts";

const NOW_SECONDS = Math.floor(TEST_START_MS / 1000);
const LIST = "/v1/videos/text2video";
const KEYS = [{ accessKey: "ak", secretKey: "a-secret", apiKey: "api-key-kling-one" }];

interface Claims {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly expiresAt?: number;
  readonly notBefore?: number;
}

/** A token as the documentation describes it. */
async function sign({ accessKey = "ak", secretKey = "a-secret", expiresAt, notBefore }: Claims = {}) {
  const token = await new SignJWT({
    iss: accessKey,
    exp: expiresAt ?? NOW_SECONDS + 1800,
    nbf: notBefore ?? NOW_SECONDS - 5,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(secretKey));
  return { authorization: `Bearer ${token}` };
}

describe("signed tokens", () => {
  it("pass on the legacy and account families and are refused on the standard one", async () => {
    const { call } = await createTestEmulator({ keys: KEYS });
    const token = await sign();
    const answers = await Promise.all([
      call("GET", LIST, undefined, token),
      call("GET", "/account/costs?start_time=1&end_time=2", undefined, token),
      call("GET", "/tasks?task_ids=1", undefined, token),
      call("POST", "/text-to-video/kling-3.0", { prompt: "x" }, token),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [200, 0],
      [200, 0],
      [401, 1002],
      [401, 1002],
    ]);
  });

  it.each([
    ["a wrong secret", { secretKey: "other" }, 1002, "The Token's Signature resulted invalid"],
    ["an unknown access key", { accessKey: "who" }, 1002, "api key not found"],
    [
      "a time in the past",
      { expiresAt: NOW_SECONDS - 1 },
      1004,
      "The Token has expired on 2026-09-28T14:31:08Z.",
    ],
    [
      "a time in the future",
      { notBefore: NOW_SECONDS + 10 },
      1003,
      "The Token can't be used before 2026-09-28T14:31:19Z.",
    ],
  ] as const)("are refused with %s", async (_, claims, code, message) => {
    const { call } = await createTestEmulator({ keys: KEYS });
    const answer = await call("GET", LIST, undefined, await sign(claims));
    expect(answer).toMatchObject({ status: 401, body: { code, message: expect.stringContaining(message) } });
  });

  it("expire by the emulator's clock, though they were good before", async () => {
    const { call, control } = await createTestEmulator({ keys: KEYS });
    const token = await sign();
    expect((await call("GET", LIST, undefined, token)).status).toBe(200);
    await control.advance(1801 * 1000);
    expect((await call("GET", LIST, undefined, token)).body.code).toBe(1004);
  });

  it("open the same account as the API key of their entry", async () => {
    const { call } = await createTestEmulator({ keys: KEYS });
    await call("POST", LIST, { model_name: "kling-v3", prompt: "x" }, await sign());
    const read = await call("GET", LIST, undefined, { authorization: "Bearer api-key-kling-one" });
    expect(read.data).toHaveLength(1);
  });

  it("pass with any secret when no keys are configured, but not with any time", async () => {
    const { call } = await createTestEmulator();
    expect((await call("GET", LIST, undefined, await sign({ secretKey: "whatever" }))).status).toBe(200);
    expect((await call("GET", LIST, undefined, await sign({ expiresAt: 1 }))).body.code).toBe(1004);
  });

  it("are refused without a signature", async () => {
    const { call } = await createTestEmulator({ keys: KEYS });
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${encode({ alg: "none" })}.${encode({ iss: "ak" })}.`;
    const answer = await call("GET", LIST, undefined, { authorization: `Bearer ${token}` });
    expect(answer).toMatchObject({ status: 401, body: { code: 1002 } });
  });
});

describe("API keys", () => {
  it("added while running are known, and open their own account", async () => {
    const { call, control } = await createTestEmulator({ keys: KEYS });
    const key = { authorization: "Bearer api-key-kling-late" };
    expect((await call("GET", LIST, undefined, key)).status).toBe(401);
    control.addKey({ apiKey: "api-key-kling-late", account: "late" });
    await call("POST", LIST, { model_name: "kling-v3", prompt: "x" }, key);
    expect(control.journal("late")).toMatchObject({ creates: 1, accepted: 1 });
    expect(control.tasks("late")[0]?.account).toBe("late");
  });

  it("name their account in control, which never shows a key", async () => {
    const { call, control } = await createTestEmulator();
    await call("POST", LIST, { model_name: "kling-v3", prompt: "x" });
    expect(control.journal("api-key-kling-test").accepted).toBe(1);
    expect(JSON.stringify([control.journal(), control.tasks()])).not.toContain("api-key-kling");
  });
});
