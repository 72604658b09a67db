import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verifySignature } from "klingkit/webhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests:
  - { name: fox, prompt: a fox }
`;
const HOOK = "http://127.0.0.1:3000/hooks";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
  await bench.run("run batch.yaml");
});
afterEach(() => bench.close());

interface Listed {
  readonly id: string;
  readonly type: string;
}

async function listEvents(flags = ""): Promise<readonly Listed[]> {
  const { json } = await bench.run(`events list ${flags}`);
  // Written by the command that is tested.
  return json["events"] as Listed[];
}

/** A receiver that responds with these, the last one for ever. */
function respondWith(...statuses: readonly number[]) {
  const received: { readonly headers: Headers; readonly body: string }[] = [];
  bench.intercept(async (request) => {
    if (!request.url.startsWith(HOOK)) return undefined;
    received.push({ headers: request.headers, body: await request.text() });
    return new Response(null, { status: statuses[received.length - 1] ?? statuses.at(-1) ?? 200 });
  });
  return received;
}

test("lists events newest first, by type, job and page, and shows no link", async () => {
  const events = await listEvents();
  expect(events.map(({ type }) => type)).toEqual([
    "task.downloaded",
    "task.succeeded",
    "task.processing",
    "task.submitted",
  ]);
  expect(await listEvents("--events downloaded")).toEqual([events[0]]);
  expect(await listEvents(`--before ${events[1]?.id} --limit 1`)).toEqual([events[2]]);
  expect(await listEvents("--job j0")).toEqual([]);
  const { stdout } = await bench.run("events list", { isTty: true, columns: 200, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/EVENT +TYPE +NAME/);
  expect(stdout).toMatch(/evt_\w+ +task\.downloaded +fox .*fox\.mp4/);
  expect(stdout).not.toContain("http");
});

test("shows one event", async () => {
  const [event] = await listEvents();
  const { json } = await bench.run(`events show ${event?.id}`);
  expect(json).toEqual({ success: true, event, not_delivered: [] });
  expect((await bench.run("events show evt_0")).error).toMatchObject({ code: "event_not_found" });
});

test("sends an event again under its id, whether a listener runs or not", async () => {
  const [event] = await listEvents();
  const received = respondWith(503, 200);
  const { json, exitCode } = await bench.run(`events resend ${event?.id} --to ${HOOK}`);
  expect(exitCode).toBe(0);
  expect(json).toEqual({
    success: true,
    event: event?.id,
    type: "task.downloaded",
    url: HOOK,
    status: 200,
    attempts: 2,
  });
  const { stdout } = await bench.run("listen --print-secret");
  expect(received).toHaveLength(2);
  for (const { headers, body } of received) {
    const verified = verifySignature({ headers, rawBody: body }, { secrets: stdout.trim() });
    expect(verified.deliveryId).toBe(event?.id);
  }
});

test("says what a receiver answered that does not take it, and that the event is kept", async () => {
  const [event] = await listEvents();
  const received = respondWith(500);
  const { error, exitCode } = await bench.run(`events resend ${event?.id} --to ${HOOK}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "delivery_failed" });
  expect(error["message"]).toMatch(/responded with HTTP 500\. The event stays in the store/);
  expect(received).toHaveLength(3);
});

test("asks for an address where none is known", async () => {
  const [event] = await listEvents();
  expect((await bench.run(`events resend ${event?.id}`)).error).toMatchObject({ code: "missing_url" });
});

test("makes a signing secret where a process was ended before it had written one", async () => {
  const { stdout: first } = await bench.run("listen --print-secret");
  const path = await findSecretFile();
  expect((await readFile(path, "utf8")).trim()).toBe(first.trim());
  await writeFile(path, "");
  const { stdout: second } = await bench.run("listen --print-secret");
  expect(second).toMatch(/^whsec_\S+\n$/);
  expect((await bench.run("listen --print-secret")).stdout).toBe(second);
  expect((await readdir(dirname(path))).filter((name) => name.startsWith("webhook-secret"))).toHaveLength(1);
});

async function findSecretFile(): Promise<string> {
  const files = await readdir(bench.folder, { recursive: true });
  const found = files.find((name) => name.endsWith("webhook-secret"));
  if (found === undefined) throw new Error("there is no signing secret");
  return join(bench.folder, found);
}
