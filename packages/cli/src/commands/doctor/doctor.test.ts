import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ packs: [{ name: "Trial-Video", units: 100, remainingUnits: 42 }] });
});
afterEach(() => bench.close());

const find = (checks: unknown, name: string): unknown =>
  Array.isArray(checks) ? checks.find((check: { name: string }) => check.name === name) : undefined;

test("tells where the key comes from, what answers, and what is left, and creates nothing", async () => {
  const { json, exitCode, stderr } = await bench.run("doctor");
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(find(json["checks"], "credentials")).toMatchObject({
    detail: "API key api***def from KLING_API_KEY",
  });
  expect(find(json["checks"], "service")).toMatchObject({ detail: expect.stringContaining("an emulator") });
  expect(find(json["checks"], "packs")).toMatchObject({ detail: "Trial-Video: 42 left" });
  expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});

test("counts the requests of all commands that buy, by operation, and shows them without asking anybody", async () => {
  expect((await bench.run("doctor --metrics")).json).toMatchObject({ success: true, count: 0 });
  await bench.run(["video", "create-from-text", "a fox", "-o", "fox.mp4"]);
  await bench.run(["video", "create-from-text", "an owl", "-o", "owl.mp4"]);
  const before = bench.requests.length;
  const { json } = await bench.run("doctor --metrics", { env: { KLING_API_KEY: undefined } });
  expect(json["operations"]).toContainEqual(
    expect.objectContaining({
      service: "kling",
      operation: "v1/text2video",
      requests: 2,
      successes: 2,
      failures: 0,
      bytes_each: expect.any(Number),
    }),
  );
  expect(bench.requests.length).toBe(before);
  expect((await bench.run("doctor --metrics", { isTty: true })).stdout).toMatch(/v1\/text2video +2 +0/);
});

test("ends with 4 without credentials, and lists the checks in the error", async () => {
  const { exitCode, error } = await bench.run("doctor", { env: { KLING_API_KEY: undefined } });
  expect(exitCode).toBe(4);
  expect(error["code"]).toBe("missing_api_key");
  expect(find(error["checks"], "service")).toMatchObject({ status: "ok" });
});

const HIGGSFIELD_ONLY = { KLING_API_KEY: undefined, HF_CREDENTIALS: "hf-key-0123456789:hf-secret" };
const PAIR = { KLING_API_KEY: undefined, HF_API_KEY: "hf-key-0123456789", HF_API_SECRET: "hf-secret" };

test.each([
  ["HF_CREDENTIALS", HIGGSFIELD_ONLY],
  ["a pair of variables", PAIR],
])(
  "checks Higgsfield where only its key is set, by %s, and tells that Kling is not set up",
  async (_, env) => {
    const { json, exitCode, stderr, stdout } = await bench.run("doctor", { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(find(json["checks"], "higgsfield key")).toMatchObject({
      status: "ok",
      detail: expect.stringMatching(/^accepted by http:\/\/127.0.0.1:9 \(an emulator.*; \d+ models$/),
    });
    expect(find(json["checks"], "kling")).toMatchObject({
      status: "skipped",
      detail: expect.stringMatching(/^not set up; .*KLING_API_KEY/),
    });
    expect(stdout).not.toContain("hf-secret");
    expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  },
);

test("names the address of the service that is checked, with a key and without", async () => {
  const HIGGSFIELD_BASE_URL = "https://192.0.2.2";
  const { json } = await bench.run("doctor", { env: { ...HIGGSFIELD_ONLY, HIGGSFIELD_BASE_URL } });
  expect(json["base_url"]).toBe(HIGGSFIELD_BASE_URL);
  const { error } = await bench.run("doctor --service higgsfield", { env: { HIGGSFIELD_BASE_URL } });
  expect(error["base_url"]).toBe(HIGGSFIELD_BASE_URL);
});

test("sends each key to its own host only", async () => {
  const seen = new Map<string, Set<string>>();
  bench.intercept(async (request) => {
    const said = JSON.stringify([...request.headers]);
    const { host } = new URL(request.url);
    const keys = ["hf-secret", "api-key-kling"].filter((key) => said.includes(key));
    seen.set(host, new Set([...(seen.get(host) ?? []), ...keys]));
    return undefined;
  });
  const env = {
    HF_CREDENTIALS: HIGGSFIELD_ONLY.HF_CREDENTIALS,
    KLING_BASE_URL: "https://192.0.2.1",
    HIGGSFIELD_BASE_URL: "https://192.0.2.2",
  };
  const { exitCode } = await bench.run("doctor", { env });
  expect(exitCode).toBe(0);
  expect(seen).toEqual(
    new Map([
      ["192.0.2.1", new Set(["api-key-kling"])],
      ["192.0.2.2", new Set(["hf-secret"])],
    ]),
  );
});

test("never carries a key of Higgsfield in clear text to another machine", async () => {
  const env = { ...HIGGSFIELD_ONLY, HIGGSFIELD_BASE_URL: "http://192.0.2.2", KLING_ALLOW_HTTP: undefined };
  for (const line of ["doctor", "video create fox --service higgsfield --approve"]) {
    const { error } = await bench.run(line, { env });
    expect(error, line).toMatchObject({ code: "insecure_base_url" });
  }
  expect(bench.requests.filter((request) => !request.includes("_emulator"))).toEqual([]);
});

test.each([
  ["doctor", { KLING_API_KEY: undefined }, /KLING_API_KEY.*HF_CREDENTIALS/],
  ["doctor --service kling", HIGGSFIELD_ONLY, /set KLING_API_KEY/],
  ["doctor --service higgsfield", {}, /set HF_CREDENTIALS/],
  ["doctor", { KLING_API_KEY: undefined, HF_CREDENTIALS: "only-half" }, /id:secret/],
])("ends with 4 for `kling %s` with %j", async (line, env, words) => {
  const { exitCode, error } = await bench.run(line, { env });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "missing_api_key" });
  expect(error["message"]).toMatch(words);
  expect(error["message"]).toContain(". Without a key: ");
});

test("says of a service without a key that it is not set up, and refuses one that does not exist", async () => {
  const { json } = await bench.run("doctor");
  expect(find(json["checks"], "higgsfield")).toMatchObject({ status: "skipped" });
  const { exitCode, error } = await bench.run("doctor --service sora");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_service" });
});

test("ends with 4 when the key is refused", async () => {
  bench.emulator.control.addKey({ apiKey: "api-key-kling-another" });
  const { exitCode, error } = await bench.run("doctor");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "invalid_api_key" });
});

test("says connection_error when nothing answers", async () => {
  bench.intercept(async () => {
    throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  });
  const { exitCode, error } = await bench.run("doctor");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "connection_error" });
  expect(error["message"]).toContain(
    "ECONNREFUSED. Check the network and the base URL, then run `kling doctor` again.",
  );
});

test("warns when this machine's clock is off", async () => {
  bench.intercept(async (request) => {
    if (request.url.includes("_emulator")) return undefined;
    const answer = await bench.emulator.fetch(request);
    const date = new Date(bench.emulator.control.nowMs() + 120_000).toUTCString();
    return new Response(answer.body, { status: answer.status, headers: { date } });
  });
  const { json } = await bench.run("doctor", { env: { KLING_BASE_URL: "https://192.0.2.1" } });
  expect(find(json["checks"], "clock")).toMatchObject({
    status: "warning",
    detail: expect.stringContaining("behind"),
  });
});

const STALE = `${btoa('{"alg":"HS256"}')}.${btoa('{"iss":"AK","exp":1700000000}')}.c2ln`.replaceAll("=", "");

test.each([
  ["a key pair in one value", { KLING_API_KEY: "AK123:SK123" }, "AccessKey:SecretKey in one value"],
  ["quotes around the key", { KLING_API_KEY: '"api-key-kling-x"' }, "quotes around it"],
  ["a pasted token", { KLING_API_KEY: STALE }, "signed token that expired at 2023-11-14"],
  ["/v1 in the base URL", { KLING_BASE_URL: "http://127.0.0.1:9/v1" }, "base URL ends with /v1"],
])("names %s", async (_, env, hint) => {
  const { exitCode, error } = await bench.run("doctor", { env });
  expect(exitCode).not.toBe(0);
  expect(error["message"]).toContain(hint);
  expect(JSON.stringify(error)).not.toContain("SK123");
});

test("refuses to carry the key in clear text to another machine, unless that is allowed", async () => {
  const env = { KLING_BASE_URL: "http://192.0.2.1:9", KLING_ALLOW_HTTP: undefined };
  for (const line of ["doctor", "video status 1", "account costs"]) {
    const { error } = await bench.run(line, { env });
    expect(error).toMatchObject({ code: "insecure_base_url" });
    expect(error["message"]).toContain("KLING_ALLOW_HTTP=1");
  }
  expect(bench.requests).toEqual([]);
  expect((await bench.run("doctor", { env: { ...env, KLING_ALLOW_HTTP: "1" } })).exitCode).toBe(0);
});

test("never blames this machine's clock for an emulator's that was set ahead", async () => {
  await bench.emulator.control.advance(3_600_000);
  bench.emulator.control.addKey({ apiKey: "api-key-kling-another" });
  const { error } = await bench.run("doctor", { env: { KLING_API_KEY: "api-key-kling-wrong" } });
  expect(find(error["checks"], "clock")).toMatchObject({ status: "skipped" });
});

test("shows every detail whole on a terminal", async () => {
  const reason = `connect ECONNREFUSED ${"a-long-name.".repeat(12)}example:443`;
  bench.intercept(async () => {
    throw new TypeError("fetch failed", { cause: new Error(reason) });
  });
  const { stdout } = await bench.run("doctor", { isTty: true });
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(reason);
});
