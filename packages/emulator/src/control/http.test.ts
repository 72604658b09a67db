import { get } from "node:http";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../emulator.ts";
import { serveApp } from "../server/serve-app.ts";
import { type AdminApiOptions, createAdminApi } from "./http.ts";

const BASE = "http://127.0.0.1:4000/_emulator";
const KEY = "api-key-kling-admin-test";

/** A frozen emulator, its admin API, and a client of it. */
async function setUp(options: Partial<AdminApiOptions> = {}) {
  const emulator = await createEmulator({ clock: "frozen", startAtMs: 1_000_000 });
  const { control } = emulator;
  const api = createAdminApi({ control, info: () => ({ version: "0" }), ...options });
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    api(
      new Request(`${BASE}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body);
    return { status: response?.status, body: await response?.json() };
  };
  async function create(): Promise<string> {
    const response = await emulator.fetch(
      new Request(`${emulator.baseUrl}/text-to-video/kling-3.0`, {
        method: "POST",
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify({ prompt: "a fox" }),
      }),
    );
    const { data }: { data: { id: string } } = await response.json();
    return data.id;
  }
  return { api, send, call, create, control };
}

describe("createAdminApi", () => {
  it("leaves requests outside its prefix alone", async () => {
    const { api } = await setUp();
    for (const path of ["/", "/tasks", "/_emulators", "/_emulatorx/info"]) {
      expect(await api(new Request(`http://127.0.0.1${path}`))).toBeUndefined();
    }
  });

  it("tells about itself and moves the clock", async () => {
    const { call } = await setUp();
    expect((await call("GET", "/info")).body).toEqual({ version: "0", nowMs: 1_000_000 });
    expect((await call("POST", "/advance", { ms: 1500 })).body).toEqual({ nowMs: 1_001_500 });
    expect((await call("GET", "/now")).body).toEqual({ nowMs: 1_001_500 });
  });

  it("shows journal and tasks of an account, and ends a task by hand", async () => {
    const { call, create } = await setUp();
    const id = await create();
    expect((await call("GET", `/journal?account=${KEY}`)).body).toMatchObject({
      creates: 1,
      accepted: 1,
      billed: 0,
    });
    expect((await call("GET", "/journal?account=api-key-kling-other")).body).toMatchObject({ creates: 0 });
    expect((await call("PATCH", `/tasks/${id}`, { to: "fail", message: "by hand" })).status).toBe(200);
    expect((await call("GET", "/tasks")).body).toMatchObject({
      tasks: [{ id, status: "failed", message: "by hand" }],
    });
    const again = await call("PATCH", `/tasks/${id}`, { to: "succeed" });
    expect([again.status, again.body]).toMatchObject([409, { error: { code: "task_not_open" } }]);
    await call("POST", "/reset");
    expect((await call("GET", "/tasks")).body).toEqual({ tasks: [] });
  });

  it("restores the packs of the start with a reset", async () => {
    const { call, control, create } = await setUp();
    await call("PUT", "/packs", { packs: [] });
    expect(await create().catch(() => "refused")).toBe("refused");
    await call("POST", "/reset");
    expect(await create()).toMatch(/^\d+$/);
    expect(control.tasks()).toHaveLength(1);
  });

  it.each([1e300, 1e16, -1])("does not move the clock by %d ms", async (ms) => {
    const { call, control } = await setUp();
    expect((await call("POST", "/advance", { ms })).status).toBe(400);
    expect(control.nowMs()).toBe(1_000_000);
  });

  it("gets, puts and deletes fault rules", async () => {
    const { call, control } = await setUp();
    const rules = [{ match: { path: "/tasks" }, nth: 2, action: { type: "html-error", status: 502 } }];
    expect((await call("PUT", "/faults", rules)).body).toEqual({
      faults: [{ rule: rules[0], matched: 0, acted: 0 }],
    });
    const refused = await call("PUT", "/faults", [...rules, { action: { type: "latency" } }]);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      error: { code: "invalid_faults", ruleIndex: 1, field: "action.latencyMs" },
    });
    expect(control.faults()).toHaveLength(1);
    await call("DELETE", "/faults");
    expect((await call("GET", "/faults")).body).toEqual({ faults: [] });
  });

  it("adds keys, elements and packs", async () => {
    const { call, control, create } = await setUp();
    expect((await call("POST", "/keys", { apiKey: KEY, account: "studio" })).status).toBe(200);
    expect((await call("POST", "/elements", { elementId: "123", kind: "image" })).status).toBe(200);
    const packs = [{ name: "p", units: 100, concurrency: 1 }];
    expect((await call("PUT", "/packs", { packs, account: "studio" })).status).toBe(200);
    expect((await call("PUT", "/packs", { packs: null })).status).toBe(200);
    await create();
    expect(control.tasks().length).toBe(1);
  });

  it.each([
    ["POST", "/advance", { ms: -1 }, "ms"],
    ["POST", "/advance", { milliseconds: 5 }, "ms"],
    ["POST", "/elements", { elementId: "1", kind: "audio" }, "kind"],
    ["PUT", "/packs", { packs: [{ name: "p" }] }, "packs.0.units"],
    ["PATCH", "/tasks/1", { to: "explode" }, "to"],
    ["POST", "/reset", { acount: "a" }, ""],
  ])("refuses %s %s with %o, naming the field", async (method, path, body, field) => {
    const { call } = await setUp();
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: "invalid_request", field } });
  });

  it("refuses what is not JSON, unknown paths and wrong methods", async () => {
    const { api, call } = await setUp();
    const garbage = await api(new Request(`${BASE}/advance`, { method: "POST", body: "{" }));
    expect(await garbage?.json()).toMatchObject({ error: { code: "invalid_json" } });
    for (const path of ["/nothing", "", "/", "/tasks/1/2", "/constructor"]) {
      const answer = await call("GET", path);
      expect([answer.status, answer.body]).toMatchObject([404, { error: { code: "not_found" } }]);
    }
    const wrong = await call("DELETE", "/journal");
    expect([wrong.status, wrong.body]).toMatchObject([405, { error: { allowed: ["GET"] } }]);
  });
});

describe("the admin API and browsers", () => {
  const at = (host: string, headers: Record<string, string> = {}) =>
    new Request(`http://${host}/_emulator/now`, { headers });

  it.each(["127.0.0.1:4000", "localhost:4000", "[::1]:4000", "kling-emulator.localhost"])(
    "answers for %s",
    async (host) => {
      expect((await (await setUp()).api(at(host)))?.status).toBe(200);
    },
  );

  it.each(["evil.example", "127.0.0.1.evil.example:4000", "192.168.0.7"])(
    "refuses the host %s",
    async (host) => {
      const response = await (await setUp()).api(at(host));
      expect([response?.status, await response?.json()]).toMatchObject([
        403,
        { error: { code: "host_refused" } },
      ]);
    },
  );

  it("refuses the public host without a token: whoever reaches a tunnel must not steer", async () => {
    const emulator = await createEmulator({ clock: "frozen", publicUrl: "https://tunnel.example" });
    const reset = new Request("https://tunnel.example/_emulator/reset", { method: "POST" });
    expect((await emulator.fetch(reset)).status).toBe(403);
  });

  it.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:5000" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("refuses a page with %o", async (headers) => {
    const response = await (await setUp()).api(at("127.0.0.1:4000", headers));
    expect([response?.status, await response?.json()]).toMatchObject([
      403,
      { error: { code: "origin_refused" } },
    ]);
  });

  it.each(["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"])(
    "refuses what a proxy has forwarded (%s), whatever host it names",
    async (header) => {
      const response = await (await setUp()).api(at("127.0.0.1:4000", { [header]: "203.0.113.9" }));
      expect(response?.status).toBe(403);
    },
  );

  it("answers its own pages", async () => {
    const headers = { origin: "http://127.0.0.1:4000", "sec-fetch-site": "same-origin" };
    expect((await (await setUp()).api(at("127.0.0.1:4000", headers)))?.status).toBe(200);
  });

  it("asks for the token, when there is one, and then takes any host", async () => {
    const { api } = await setUp({ token: "t0ken" });
    expect((await api(at("10.0.0.9", { authorization: "Bearer t0ken" })))?.status).toBe(200);
    for (const authorization of ["Bearer other", ""]) {
      const headers = { authorization, host: "127.0.0.1" };
      expect((await api(new Request(`${BASE}/now`, { headers })))?.status).toBe(401);
    }
    // How a command line tells an emulator of this machine from the billed service.
    for (const [host, status] of [
      ["127.0.0.1", 200],
      ["10.0.0.9", 401],
    ] as const)
      expect((await api(new Request(`${BASE}/info`, { headers: { host } })))?.status).toBe(status);
  });

  it("judges the Host header of a real connection, not the address", async () => {
    const { api } = await setUp();
    const app = await serveApp({ fetch: async (request) => (await api(request)) ?? new Response("") });
    try {
      expect(await statusFor(app.port, `127.0.0.1:${app.port}`)).toBe(200);
      expect(await statusFor(app.port, "evil.example")).toBe(403);
      expect(await statusFor(app.port, "evil@127.0.0.1")).toBe(400);
    } finally {
      await app.close();
    }
  });
});

/** Status of `/_emulator/now` on this port, asked for under another name. */
function statusFor(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/_emulator/now", headers: { host }, agent: false };
    get(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}
