import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifySignature } from "klingkit/webhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench, type RunOptions } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests:
  - { name: fox, prompt: a fox }
  - { name: hare, prompt: a hare }
`;
const HOOK = "http://127.0.0.1:3000/hooks";
const SECRET_FILE = ".local/share/klingkit/webhook-secret";
const TYPES = ["task.submitted", "task.processing", "task.succeeded", "task.downloaded"];

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

interface Received {
  readonly headers: Headers;
  readonly body: string;
}

/** Runs \`kling listen\` until the receiver has taken so many events; `respond` says what it answers. */
async function listenFor(
  count: number,
  line: string,
  { respond = () => 200, ...options }: RunOptions & { readonly respond?: (nth: number) => number } = {},
) {
  const stop = new AbortController();
  const received: Received[] = [];
  let asked = 0;
  bench.intercept(async (request) => {
    if (request.url !== HOOK) return undefined;
    asked += 1;
    const status = respond(asked);
    if (status === 200) received.push({ headers: request.headers, body: await request.text() });
    if (received.length >= count) stop.abort();
    return new Response(null, { status });
  });
  const result = await bench.run(line, { ...options, signal: stop.signal });
  bench.intercept(undefined);
  return { ...result, received, events: received.map(({ body }) => JSON.parse(body)) };
}

test("forwards what a worker has done, signed with a secret that stays the same", async () => {
  await bench.run("run batch.yaml");
  const { events, received, stdout, exitCode, stderr } = await listenFor(
    8,
    `listen --forward-to ${HOOK} --since 1h --format json`,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  for (const name of ["fox", "hare"]) {
    const own = events.filter(({ data }) => data.job.name === name);
    expect(own.map(({ type }) => type)).toEqual(TYPES);
  }
  const { stdout: secret } = await bench.run("listen --print-secret");
  for (const { headers, body } of received) {
    const delivery = verifySignature({ headers, rawBody: body }, { secrets: secret.trim() });
    expect(delivery.deliveryId).toBe(JSON.parse(body).id);
  }
  const printed = lines(stdout);
  expect(printed[0]).toMatchObject({ type: "listen.ready", forwardTo: HOOK, accounts: [expect.any(String)] });
  expect(printed.filter(({ type }) => type === "listen.delivery")).toHaveLength(8);
  expect(printed.at(-1)).toEqual({ type: "listen.stopped" });
  expect((await stat(join(bench.folder, SECRET_FILE))).mode & 0o777).toBe(0o600);
  expect(stdout).not.toContain((await readFile(join(bench.folder, SECRET_FILE), "utf8")).trim());
});

test("resumes where the last one ended, and begins with what happens from now on at a new address", async () => {
  await bench.run("run batch.yaml");
  await listenFor(8, `listen --forward-to ${HOOK} --since 1h`);
  await bench.run(["run", "batch.yaml", "--again"]);
  const { events } = await listenFor(8, `listen --forward-to ${HOOK}`);
  expect(events).toHaveLength(8);
  expect(new Set(events.map(({ data }) => data.job.batchId)).size).toBe(1);
});

test("sees tasks end that no process follows, and buys and downloads nothing", async () => {
  await bench.run("run batch.yaml --detach");
  await bench.run("run batch.yaml --timeout 1");
  const before = bench.emulator.control.journal().creates;
  const { events } = await listenFor(2, `listen --forward-to ${HOOK} --events task.succeeded`);
  expect(events.map(({ type }) => type)).toEqual(["task.succeeded", "task.succeeded"]);
  expect(events[0].data.results[0].url).toMatch(/^http/);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: before, delivered: 0 });
});

test("shows people each event and each response, and never a link", async () => {
  await bench.run("run batch.yaml");
  const { stdout } = await listenFor(8, `listen --forward-to ${HOOK} --since 1h`, {
    isTty: true,
    columns: 300,
    env: { NO_COLOR: "1" },
    respond: (nth) => (nth === 3 ? 500 : 200),
  });
  expect(stdout).toContain(`Ready. Events are forwarded to ${HOOK}.`);
  expect(stdout).toMatch(/Signing secret: whsec_/);
  expect(stdout).toMatch(/ {2}--> task\.downloaded fox \[evt_[0-9a-f]+_\d+_[0-9a-z]+\]/);
  expect(stdout).toMatch(/<-- \[200\] POST http:\/\/127\.0\.0\.1:3000\/hooks \[evt_/);
  expect(stdout).toMatch(/<-- \[500\] .*the receiver responded with HTTP 500\. Next attempt in \d+ s\./);
  expect(stdout).not.toContain("http://127.0.0.1:9/");
});

test("without an address shows the events, and without a key reads no task", async () => {
  await bench.run("run batch.yaml");
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  const requests = bench.requests.length;
  const { stdout, exitCode } = await bench.run("listen --since 1h", {
    signal: stop.signal,
    env: { KLING_API_KEY: undefined },
  });
  expect(exitCode).toBe(0);
  const events = lines(stdout).filter(({ type }) => String(type).startsWith("task."));
  expect(events).toHaveLength(8);
  expect(stdout).not.toContain("http");
  expect(bench.requests.length).toBe(requests);
});

test.each([
  ["listen --events task.bogus", "invalid_event"],
  ["listen --forward-to ftp://x", "invalid_url"],
  ["listen --forward-to http://user:pass@x/", "invalid_url"],
  ["listen --since tomorrow", "invalid_since"],
  ["listen --format xml", "usage_error"],
])("refuses `kling %s` as %s", async (line, code) => {
  const { error, exitCode } = await bench.run(line);
  expect({ code: error["code"], exitCode }).toEqual({ code, exitCode: 2 });
});

test("does not know an event of another store", async () => {
  const { error, exitCode } = await bench.run("listen --since evt_000000000000_1");
  expect({ code: error["code"], exitCode }).toEqual({ code: "event_not_found", exitCode: 1 });
});
