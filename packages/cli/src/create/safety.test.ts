import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench } from "../testing/kling-bench.ts";

const CREATE = ["video", "create-from-text", "a fox"] as const;
const DAY_MS = 86_400_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const posts = () => bench.requests.filter((request) => request.startsWith("POST"));

test("refuses a create at the real service with the payload, the cost and the triggers, and asks it nothing", async () => {
  const { exitCode, error, stdout } = await bench.run(CREATE, { env: { KLING_BASE_URL: undefined } });
  expect(exitCode).toBe(3);
  expect(stdout).toBe("");
  expect(error).toMatchObject({
    code: "approval_required",
    triggers: ["billable-create"],
    payload: { model_name: "kling-v3", prompt: "a fox" },
    estimate: { units: 3, usd: 0.42 },
    approve_with: "kling video create-from-text 'a fox' --approve",
  });
  expect(bench.requests).toEqual([]);
});

test("shows a person on a terminal the cost, and buys nothing without a yes", async () => {
  const given = { env: { KLING_BASE_URL: undefined }, isTty: true, answer: "n" };
  const { stderr, exitCode } = await bench.run(CREATE, given);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("3 units (US$ 0.42)");
  expect(stderr).toContain("Approve? [y/N]");
  expect(bench.requests).toEqual([]);
});

test("names an unverified route as a trigger of its own", async () => {
  const { error } = await bench.run([...CREATE, "-m", "kling-v2-6"], { env: { KLING_BASE_URL: undefined } });
  expect(error["triggers"]).toEqual(["billable-create", "hypothesis-payload"]);
});

test.each([
  ["another machine", "http://192.0.2.1:8787", []],
  ["a name that only looks local", "http://127.0.0.1.example.com", []],
  ["this machine, where no emulator answers", "http://127.0.0.1:9", ["GET /_emulator/info"]],
])("counts %s as the real service", async (_, baseUrl, requests) => {
  bench.intercept(async () => new Response("{}", { status: 404 }));
  const { exitCode, error } = await bench.run([...CREATE, "--base-url", baseUrl]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 3, code: "approval_required" });
  expect(bench.requests).toEqual(requests);
});

test("asks for the emulator without the key", async () => {
  const keys: (string | null)[] = [];
  bench.intercept(async ({ url, headers }) => {
    if (url.includes("/_emulator/")) keys.push(headers.get("authorization"));
    return undefined;
  });
  await bench.run(CREATE);
  expect(new Set(keys)).toEqual(new Set([null]));
});

test("adopts the task when the answer to a create is lost after it was accepted", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 1, action: { type: "html-error", status: 502, timing: "after" } },
  ]);
  const { json, exitCode } = await bench.run(CREATE);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    success: true,
    adopted: true,
    task_id: bench.emulator.control.tasks()[0]?.id,
  });
  expect(posts()).toHaveLength(1);
});

test.each([
  ["truncated JSON", { type: "truncated-json" } as const],
  ["malformed JSON", { type: "malformed-json" } as const],
  ["a server error", { type: "business-error", code: 5000, timing: "after" } as const],
])("adopts the task when the answer is %s", async (_, action) => {
  bench.emulator.control.setFaults([{ match: { method: "POST" }, nth: 1, action }]);
  const { json } = await bench.run(CREATE);
  expect(json).toMatchObject({ adopted: true });
  expect(posts()).toHaveLength(1);
});

test("says unknown_outcome with the id and the way to look it up when nothing is found", async () => {
  bench.intercept(async ({ method }) => {
    if (method === "POST") throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    return undefined;
  });
  const { exitCode, error } = await bench.run([...CREATE, "--external-id", "mine-7"]);
  expect(exitCode).toBe(9);
  expect(error).toMatchObject({
    code: "unknown_outcome",
    external_task_id: "mine-7",
    job: expect.stringMatching(/^j/),
    look_up: "kling video status mine-7 --external --type text2video",
    resume: "kling resume",
  });
});

test("sends nobody to look for a task by an external ID that cannot exist", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "html-error", status: 502, timing: "after" } },
  ]);
  const { exitCode, error } = await bench.run(
    "call v1/audio/tts --text hi --voice-id genshin_vindi2 --voice-language en --approve",
  );
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 9, code: "unknown_outcome" });
  expect(error["message"]).toMatch(
    /no external ID.*stay reserved. Look for the charge with `kling account reconcile`.*adopt.*--not-bought`\.$/,
  );
  expect(error).not.toHaveProperty("look_up");
  expect(error).not.toHaveProperty("resume");
});

test("sends a create whose answer was lost again only with the same id, and after it was proved absent", async () => {
  const sent: { readonly id: unknown; readonly atMs: number }[] = [];
  bench.intercept(async (request) => {
    if (request.method !== "POST") return undefined;
    const body: Readonly<Record<string, unknown>> = await request.json();
    sent.push({ id: body["external_task_id"], atMs: bench.emulator.control.nowMs() });
    if (sent.length === 1) throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    return undefined;
  });
  const { exitCode, json } = await bench.run(CREATE);
  expect({ exitCode, creates: bench.emulator.control.journal().creates }).toEqual({
    exitCode: 0,
    creates: 1,
  });
  expect(sent.map(({ id }) => id)).toEqual([json["external_task_id"], json["external_task_id"]]);
  expect((sent[1]?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThan(30_000);
});

test("says unknown_outcome as well when the look-up fails", async () => {
  bench.intercept(async ({ url }) => {
    if (url.includes("/_emulator/")) return undefined;
    return new Response("<html>bad gateway</html>", { status: 502 });
  });
  const { exitCode, error } = await bench.run(CREATE);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 9, code: "unknown_outcome" });
  expect(error["external_task_id"]).toMatch(/^klingkit-j/);
  expect(posts()).toHaveLength(1);
});

test("refuses an external id that another job has, and sends nothing", async () => {
  const first = await bench.run([...CREATE, "--external-id", "mine-8"]);
  const { exitCode, error } = await bench.run([...CREATE, "--external-id", "mine-8"]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "duplicate_external_id" });
  expect(error["message"]).toContain(first.json["job"]);
  expect(posts()).toHaveLength(1);
});

test("delivers nobody else's video: an external id that was used from another machine is refused", async () => {
  const first = await bench.run([...CREATE, "--external-id", "mine-8"]);
  await bench.emulator.control.advance(DAY_MS);
  const elsewhere = ["--external-id", "mine-8", "--store", "other.sqlite"];
  const { exitCode, error } = await bench.run([...CREATE, ...elsewhere, "--output", "fox.mp4"]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "duplicate_external_id" });
  expect(error["message"]).toContain(String(first.json["task_id"]));
  expect(await bench.files()).not.toContain("fox.mp4");
  const budget = await bench.run("budget --store other.sqlite");
  expect(budget.stdout).toContain('"settled": 0');
  expect(bench.emulator.control.tasks()).toHaveLength(1);
});

test("leaves an external id to a person that was used at the same moment", async () => {
  const first = await bench.run([...CREATE, "--external-id", "mine-8"]);
  const elsewhere = ["--external-id", "mine-8", "--store", "other.sqlite"];
  const { exitCode, error } = await bench.run([...CREATE, ...elsewhere]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 9, code: "unknown_outcome" });
  expect(error["message"]).toContain(`${first.json["task_id"]}`);
  const shown = await bench.run(`jobs show ${error["job"]} --store other.sqlite`, { isTty: true });
  expect(shown.stdout).toContain(
    `kling jobs adopt ${error["job"]} ${first.json["task_id"]} --store other.sqlite`,
  );
  expect(shown.stdout).not.toContain("kling resume");
  // What another request has made already is attached, and never what a look-up continues.
  expect(String(error["message"])).not.toContain("kling video status");
});

test.each(["", "  ", "a,b", "a/b", "..", "x".repeat(257), "tab\there"])(
  "refuses the external id '%s', which no look-up could ask for",
  async (id) => {
    const { exitCode, error } = await bench.run([...CREATE, "--external-id", id]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_external_id" });
    expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  },
);

test.each([
  [1102, "quota_exceeded", 1],
  [1103, "permission_denied", 1],
  [1301, "content_policy", 7],
  [1304, "ip_not_allowed", 1],
  [1002, "invalid_api_key", 4],
  [1203, "not_found", 1],
] as const)(
  "maps a refusal with code %i to %s and exit %i, and sends nothing again",
  async (code, name, exit) => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, action: { type: "business-error", code } },
    ]);
    const { exitCode, error } = await bench.run(CREATE);
    expect({ code: error["code"], exitCode }).toEqual({ code: name, exitCode: exit });
    expect(posts()).toHaveLength(1);
    expect(bench.emulator.control.tasks()).toHaveLength(0);
    const jobs = await bench.run("jobs --json");
    expect(jobs.stdout).toMatch(/"state": "(canceled|rejected)"/);
  },
);

test.each([1302, 1303])(
  "waits for the end of %i within the time given, and leaves the job to resume",
  async (code) => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, action: { type: "business-error", code } },
    ]);
    const { exitCode, error } = await bench.run([...CREATE, "--timeout", "20"]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
    expect(error["message"]).toContain("nothing was spent");
    bench.emulator.control.setFaults([]);
    expect((await bench.run("resume")).exitCode).toBe(0);
    expect(bench.emulator.control.journal()).toMatchObject({ accepted: 1, billed: 1, delivered: 1 });
  },
);

test("Ctrl-C while a create is on its way exits 130 with the external id and the way to look it up", async () => {
  const interrupt = new AbortController();
  bench.intercept(async ({ method }) => {
    if (method !== "POST") return undefined;
    interrupt.abort();
    throw new DOMException("aborted", "AbortError");
  });
  const { exitCode, error } = await bench.run(CREATE, { signal: interrupt.signal });
  expect(exitCode).toBe(130);
  expect(error).toMatchObject({
    code: "interrupted",
    external_task_id: expect.stringMatching(/^klingkit-j/),
    job: expect.stringMatching(/^j/),
    look_up: expect.stringContaining("--external"),
    resume: "kling resume",
  });
});

test("Ctrl-C while a lost create is looked up exits 130 with the external id and the way to look it up", async () => {
  const interrupt = new AbortController();
  bench.intercept(async ({ method, url }) => {
    if (method === "POST") return new Response("<html>", { status: 502 });
    if (url.includes("_emulator")) return undefined;
    interrupt.abort();
    throw new DOMException("aborted", "AbortError");
  });
  const { exitCode, error } = await bench.run([...CREATE, "--external-id", "mine-9"], {
    signal: interrupt.signal,
  });
  expect(exitCode).toBe(130);
  expect(error).toMatchObject({
    code: "interrupted",
    external_task_id: "mine-9",
    look_up: expect.stringContaining("mine-9 --external"),
  });
});

test.each([
  ["a refused key", [...CREATE, "--wait", "-m", "kling-3.0"], "GET", "still_pending", 8],
  ["a file that is none", [...CREATE, "-o", "fox.mp4"], "file", "download_error", 1],
])("keeps the ids of a bought task and the way on after %s", async (_, line, what, code, exit) => {
  bench.intercept(async ({ method, url }) => {
    const isRead = method === "GET" && !url.includes("_emulator");
    if (what === "GET" && isRead)
      return Response.json({ code: 1002, message: "api key not found" }, { status: 401 });
    return what === "file" && isRead && !/\/v1\/|\/tasks/.test(url)
      ? new Response("<html>no file</html>")
      : undefined;
  });
  const { exitCode, error } = await bench.run(line);
  const [task] = bench.emulator.control.tasks();
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: exit, code });
  expect(error).toMatchObject({
    task_id: task?.id,
    external_task_id: expect.stringMatching(/^klingkit-j/),
    look_up: expect.stringContaining(`${task?.id}`),
    resume: "kling resume",
    last_error: expect.any(String),
  });
});

test.each(["folder.mp4", "file/fox.mp4"])(
  "buys nothing for %s, where no file can be written",
  async (output) => {
    await mkdir(join(bench.folder, "folder.mp4"));
    await writeFile(join(bench.folder, "file"), "");
    const { exitCode, error } = await bench.run([...CREATE, "-o", output]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "write_error" });
    expect(posts()).toEqual([]);
  },
);

test("Ctrl-C while waiting exits 130 with the task id and the way on", async () => {
  const interrupt = new AbortController();
  bench.intercept(async ({ method, url }) => {
    if (method === "GET" && !url.includes("_emulator")) interrupt.abort();
    return undefined;
  });
  const { exitCode, error } = await bench.run([...CREATE, "-o", "fox.mp4"], { signal: interrupt.signal });
  const [task] = bench.emulator.control.tasks();
  expect(exitCode).toBe(130);
  expect(error).toMatchObject({
    code: "interrupted",
    task_id: task?.id,
    look_up: `kling video status ${task?.id} --type text2video`,
    resume: "kling resume",
  });
  expect(await bench.files()).not.toContain("fox.mp4");
});

test("never prints a key", async () => {
  const secret = "sk-very-secret-0123456789";
  bench.intercept(async ({ url }) =>
    url.includes("/_emulator/") ? undefined : new Response(`${API_KEY} ${secret}`, { status: 500 }),
  );
  const env = { KLING_SECRET_KEY: secret, KLING_ACCESS_KEY: "ak-0123456789" };
  for (const line of [CREATE, ["video", "status", "1"], ["doctor"], ["account", "costs"]]) {
    const { stdout, stderr } = await bench.run(line, { env });
    expect(stdout + stderr).not.toContain(API_KEY);
    expect(stdout + stderr).not.toContain(secret);
  }
});
