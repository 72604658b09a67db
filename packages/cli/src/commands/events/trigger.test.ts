import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { TASK_EVENT_TYPES } from "@klingkit/spec/plain";
import { verifyHiggsfieldWebhook } from "klingkit/higgsfield";
import { verifyCallback, verifySignature } from "klingkit/webhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bench, createBench, type RunOptions } from "../../testing/kling-bench.ts";

const HOOK = "http://127.0.0.1:3000/hooks";
const SECRET = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** Runs `kling trigger` for a server that verifies what it gets as its documentation says. */
async function trigger(
  line: string,
  { isCareful = true, ...options }: RunOptions & { readonly isCareful?: boolean } = {},
) {
  const received: { readonly headers: Headers; readonly rawBody: string }[] = [];
  bench.intercept(async (request) => {
    if (request.url !== HOOK) return undefined;
    const message = { headers: request.headers, rawBody: await request.text() };
    received.push(message);
    try {
      verifySignature(message, { secrets: SECRET });
      return new Response(null, { status: 200 });
    } catch {
      return new Response(null, { status: isCareful ? 400 : 200 });
    }
  });
  const env = { KLING_LISTEN_SECRET: SECRET, KLING_API_KEY: undefined, ...options.env };
  const result = await bench.run(`trigger ${line} --to ${HOOK}`, { ...options, env });
  return { ...result, received, bodies: received.map(({ rawBody }) => JSON.parse(rawBody)) };
}

describe.each(["kling", "higgsfield"])("a triggered event of %s", (service) => {
  it.each(TASK_EVENT_TYPES)("%s has the body that kling listen forwards", async (type) => {
    const { bodies, received, exitCode, json } = await trigger(`${type} --service ${service}`);
    expect({ exitCode, event: json["event"] }).toEqual({ exitCode: 0, event: type });
    expect(bodies).toMatchObject([{ type, data: { task: { service }, job: { name: "triggered" } } }]);
    expect(received[0]?.headers.get("webhook-id")).toBe(bodies[0].id);
    expect(bench.emulator.control.journal().creates).toBe(0);
  });
});

describe("a triggered callback", () => {
  it.each([
    ["processing", "new", "processing"],
    ["succeeded", "new", "succeeded"],
    ["failed", "new", "failed"],
    ["succeeded", "legacy", "succeed"],
    ["content-policy", "legacy", "failed"],
  ])("task.%s in the %s shape is one that Kling sends", async (event, shape, rawStatus) => {
    const { received, exitCode } = await trigger(`task.${event} --shape ${shape}`);
    expect(exitCode).toBe(0);
    const { task } = verifyCallback(received[0] ?? { headers: {}, rawBody: "" }, { secrets: SECRET });
    expect(task).toMatchObject({ rawStatus, family: shape === "legacy" ? "legacy" : "standard" });
    expect(task.isContentPolicy ?? false).toBe(event === "content-policy");
  });

  it("of Higgsfield is its webhook, signed with its own secret", async () => {
    const secret = `whsec_${Buffer.alloc(32, 6).toString("base64")}`;
    const { received } = await trigger("task.content-policy --service higgsfield --shape new", {
      isCareful: false,
      env: { HIGGSFIELD_WEBHOOK_SECRET: secret },
    });
    const { task } = verifyHiggsfieldWebhook(received[0] ?? { headers: {}, rawBody: "" }, {
      secrets: secret,
    });
    expect(task).toMatchObject({ rawStatus: "nsfw", isContentPolicy: true });
  });

  it.each([
    "task.expired --shape new",
    "task.downloaded --shape legacy",
    "task.processing --shape new --service higgsfield",
  ])("that no service sends is refused: %s", async (line) => {
    const { error, exitCode, received } = await trigger(line);
    expect({ code: error["code"], exitCode, sent: received.length }).toEqual({
      code: "invalid_event",
      exitCode: 2,
      sent: 0,
    });
  });
});

describe("a delivery fault", () => {
  it("--duplicate sends the same twice under one id", async () => {
    const { received } = await trigger("task.succeeded --duplicate");
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
    expect(received[0]?.rawBody).toBe(received[1]?.rawBody);
  });

  it.each(["event", "new", "legacy"])("--reorder sends the one before afterwards (%s)", async (shape) => {
    const { bodies } = await trigger(`task.succeeded --reorder --shape ${shape}`);
    const words = bodies.map(({ type, status, task_status }) => type ?? status ?? task_status);
    expect(words[0]).toMatch(/succeed/);
    expect(words[1]).toMatch(/processing/);
  });

  it("--bad-signature is refused by a server that checks, and named where it is taken", async () => {
    expect((await trigger("task.succeeded --bad-signature")).exitCode).toBe(0);
    const careless = await trigger("task.succeeded --bad-signature", { isCareful: false });
    expect({ code: careless.error["code"], exitCode: careless.exitCode }).toEqual({
      code: "signature_not_checked",
      exitCode: 1,
    });
    // One object, on stderr.
    expect(careless).toMatchObject({ stdout: "", error: { deliveries: [{ status: expect.any(Number) }] } });
  });

  it.each([
    [500, "HTTP 500"],
    [404, "HTTP 404"],
    [undefined, "no response (connect ECONNREFUSED)"],
  ] as const)("--bad-signature proves nothing at a server that answers %s", async (status, reason) => {
    bench.intercept(async ({ url }) => {
      if (url !== HOOK) return undefined;
      if (status === undefined)
        throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
      return new Response(null, { status });
    });
    const { error, exitCode } = await bench.run(`trigger task.succeeded --bad-signature --to ${HOOK}`);
    expect({ code: error["code"], exitCode }).toEqual({ code: "delivery_failed", exitCode: 1 });
    expect(error["message"]).toContain(`did not refuse the message `);
    expect(error["message"]).toContain(reason);
  });

  it("--late makes the event so much older, with a signature of now", async () => {
    const ageOf = ({ bodies }: Awaited<ReturnType<typeof trigger>>) =>
      bench.emulator.control.nowMs() - Date.parse(bodies[0].createdAt);
    const now = ageOf(await trigger("task.failed"));
    const late = ageOf(await trigger("task.failed --late 2h"));
    expect(late - now).toBeGreaterThan(7_000_000);
  });

  it("--override changes fields before the body is signed", async () => {
    const { bodies, exitCode } = await trigger(
      "task.succeeded --override data.task.model=kling-v9 --override data.money.charged=7",
    );
    expect(exitCode).toBe(0);
    expect(bodies).toMatchObject([{ data: { task: { model: "kling-v9" }, money: { charged: 7 } } }]);
    const refused = await trigger("task.succeeded --override data.task.modell=kling-v9");
    expect(refused.error).toMatchObject({
      code: "invalid_override",
      message: expect.stringContaining("has no field data.task.modell. Fields there: id, service,"),
    });
    expect(refused.received).toEqual([]);
  });
});

describe("kling trigger", () => {
  it("shows people what was sent and what came back", async () => {
    const { stdout } = await trigger("task.succeeded", { isTty: true, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(
      /^--> task\.succeeded \[evt_\w+\]\n<-- \[200\] POST http:\/\/127\.0\.0\.1:3000\/hooks\n$/,
    );
  });

  it("fails where the server does not take the event", async () => {
    const { error, exitCode } = await trigger("task.failed", {
      env: { KLING_LISTEN_SECRET: `whsec_${Buffer.alloc(32, 8).toString("base64")}` },
    });
    expect({ code: error["code"], exitCode }).toEqual({ code: "delivery_failed", exitCode: 1 });
  });

  it.each([
    ["task.bogus", "invalid_event"],
    ["task.submitted --reorder", "invalid_event"],
    ["task.failed --service sora", "usage_error"],
    ["task.failed --service higgsfield --shape legacy", "usage_error"],
    ["task.failed --late soon", "invalid_duration"],
  ])("refuses %s as %s", async (line, code) => {
    const { error, exitCode } = await trigger(line);
    expect({ code: error["code"], exitCode }).toEqual({ code, exitCode: 2 });
  });
});

describe("the temporary folder of kling trigger", () => {
  let temporary: string;

  beforeEach(async () => {
    temporary = join(bench.folder, "tmp");
    await mkdir(temporary);
    vi.stubEnv("TMPDIR", temporary);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const left = () => readdir(temporary, { recursive: true });

  it("keeps nothing but the file that the receiver may read", async () => {
    await trigger("task.succeeded");
    expect(await left()).toEqual([]);
    const { bodies } = await trigger("task.downloaded");
    const files = (await left()).filter((name) => /\.\w+$/.test(name));
    expect(files.map((name) => join(temporary, name))).toEqual([bodies[0].data.results[0].filePath]);
  });

  it.each([
    ["the server refuses the event", "--bad-signature"],
    ["there is no event to send", "--override data.nothing=1"],
  ])("is removed where %s", async (_, flags) => {
    await trigger(`task.downloaded ${flags}`);
    expect(await left()).toEqual([]);
  });

  it.each(["before", "after"])("is removed by Ctrl-C %s the task is made", async (moment) => {
    const interrupt = new AbortController();
    if (moment === "before") interrupt.abort();
    bench.intercept(() => {
      interrupt.abort();
      return Promise.reject(new Error("cut"));
    });
    const { error, exitCode } = await bench.run(`trigger task.downloaded --to ${HOOK}`, {
      env: { KLING_LISTEN_SECRET: SECRET },
      signal: interrupt.signal,
    });
    expect(exitCode).toBe(130);
    expect(error).toMatchObject({
      code: "interrupted",
      message:
        "Interrupted. The emulated task ended with the command, and nothing was charged. Run it again.",
      may_have_charged: "no",
    });
    expect(await left()).toEqual([]);
  });

  it("is named with the reason where it cannot be written", async () => {
    vi.stubEnv("TMPDIR", join(temporary, "missing"));
    const { error, exitCode, received } = await trigger("task.downloaded");
    expect({ exitCode, sent: received.length }).toEqual({ exitCode: 1, sent: 0 });
    expect(error).toMatchObject({
      code: "trigger_failed",
      message: expect.stringMatching(
        /^The emulator did not come to task\.downloaded: ENOENT.* Nothing was sent to your server, and nothing was charged\. Check that the temporary folder .*missing \(TMPDIR\) can be written/,
      ),
      may_have_charged: "no",
    });
  });
});
