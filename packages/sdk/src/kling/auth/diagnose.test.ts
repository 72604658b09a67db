import { describe, expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import { answering, type Reply, refused } from "../../testing/service-double.ts";
import { credentialHint } from "./diagnose.ts";

const NOW_MS = Date.UTC(2026, 10, 28);
const tokenOf = (claims: object) =>
  `${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify(claims))}.c2ln`.replaceAll("=", "");

/** The message of a read that ends with this answer. */
async function messageOf(reply: Reply, options: { apiKey?: string; baseUrl?: string } = {}): Promise<string> {
  const { fetch } = answering(reply);
  const kling = createKling({ apiKey: "api-key-kling-x", ...options, fetch, readRetries: 0 });
  return kling.tasks.get({ taskIds: ["1"] }).then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("a refused key that is", () => {
  test.each([
    ["a pair in one value", "AK123:SK123", "AccessKey:SecretKey in one value"],
    ["in quotes", '"api-key-kling-x"', "quotes around it"],
    ["in single quotes", "'api-key-kling-x'", "quotes around it"],
    ["an old token", tokenOf({ iss: "AK", exp: 1_700_000_000 }), "expired at 2023-11-14T22:13:20.000Z"],
    ["a token of nobody", tokenOf({}), "is a signed token, not a key"],
  ])("%s is told so, without showing it", async (_, apiKey, hint) => {
    const message = await messageOf(refused(401, 1002, "api key not found"), { apiKey });
    expect(message).toContain(hint);
    expect(message).not.toContain(apiKey);
    expect(message).not.toContain("SK123");
  });

  test("half of a pair in quotes is told so", async () => {
    const { fetch } = answering(refused(401, 1000, "signature"));
    const kling = createKling({ accessKey: "AK", secretKey: "'SK123456'", fetch, readRetries: 0 });
    await expect(kling.v1.text2video.get("1")).rejects.toThrow("SecretKey has quotes around it");
  });

  test("sound gets no hint", () => {
    expect(credentialHint("api-key-kling-0123456789abcdef", NOW_MS)).toBeUndefined();
  });

  test("a token that is still good is called one", () => {
    expect(credentialHint(tokenOf({ exp: NOW_MS / 1000 + 60 }), NOW_MS)).toContain("expires at 2026-11-28");
  });
});

test.each<[string, Reply]>([
  ["the service", refused(404, 1203, "no such resource")],
  ["a web server", { status: 404, body: "<html>404</html>" }],
])("a base URL with a version is named when %s knows no such path", async (_, reply) => {
  expect(await messageOf(reply, { baseUrl: "https://gateway.example/v1/" })).toContain("ends with /v1");
  expect(await messageOf(reply, { baseUrl: "https://gateway.example" })).not.toContain("ends with");
});

const gateway = (code: string, message = "user quota is not enough, top up at the gateway"): Reply => ({
  status: 429,
  body: { error: { message, type: "gateway_error", code } },
});

test("a gateway that wants money is quoted, and not asked again", async () => {
  const service = answering(gateway("insufficient_user_quota"));
  const kling = createKling({ apiKey: "api-key-kling-x", fetch: service.fetch });
  const body = { model_name: "kling-v2-6", prompt: "a fox" } as const;
  await expect(kling.v1.text2video.create(body)).rejects.toMatchObject({
    code: "KLINGKIT_INSUFFICIENT_BALANCE",
    isRetryable: false,
    mayHaveCharged: "no",
    serviceMessage: "user quota is not enough, top up at the gateway (insufficient_user_quota)",
  });
});

test.each<[Reply, string]>([
  [gateway("rate_limited", "slow down."), "HTTP 429: slow down (rate_limited)."],
  [{ status: 403, body: { error: "forbidden by policy" } }, "HTTP 403: forbidden by policy."],
  [{ status: 422, body: { detail: "no such model" } }, "HTTP 422: no such model."],
])("other errors of gateways are quoted as well", async (reply, words) => {
  expect(await messageOf(reply)).toContain(words);
});
