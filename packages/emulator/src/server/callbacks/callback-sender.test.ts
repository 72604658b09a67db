import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import type { CallbackAction } from "../../world/faults/fault-action.ts";
import { type ServedApp, serveApp } from "../serve-app.ts";
import {
  type CallbackAttempt,
  type CallbackSender,
  type CallbackSenderOptions,
  createCallbackSender,
} from "./callback-sender.ts";

const SECRET = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const OTHER_SECRET = `whsec_${Buffer.from("another secret, another secret!!").toString("base64")}`;

interface Received {
  readonly headers: Record<string, string>;
  readonly text: string;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A receiver on a real socket; `answer` decides what it says. */
async function receive(answer: (nth: number) => Promise<Response> | Response = () => new Response("ok")) {
  const received: Received[] = [];
  const app: ServedApp = await serveApp({
    closeGraceMs: 0,
    fetch: async (request) => {
      received.push({ headers: Object.fromEntries(request.headers), text: await request.text() });
      return answer(received.length);
    },
  });
  closers.push(() => app.close());
  return { received, url: `${app.baseUrl}/hook` };
}

function createSender(options: Partial<CallbackSenderOptions> = {}) {
  const attempts: CallbackAttempt[] = [];
  const clock = createSteppedClock();
  const sender = createCallbackSender({
    fetch: (input, init) => fetch(input, init),
    nowMs: Date.now,
    sleep: clock.sleep,
    secrets: () => [],
    idFor: (taskId, nth) => `${taskId}-${nth}`,
    onAttempt: (attempt) => attempts.push(attempt),
    ...options,
  });
  closers.push(() => sender.close());
  return { sender, attempts, clock };
}

/** Sleeps end only when the test says so. */
function createSteppedClock() {
  const waiting: { ms: number; wake: () => void }[] = [];
  return {
    waiting,
    wakeAll: () => waiting.splice(0).map((entry) => entry.wake()),
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ ms, wake: resolve });
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  };
}

function deliver(sender: CallbackSender, url: string, status: string, fault?: CallbackAction): void {
  sender.deliver({ url, taskId: "7", body: { id: "7", status }, fault });
}

const statuses = (received: readonly Received[]): unknown[] =>
  received.map(({ text }) => {
    const body: { status?: unknown } = JSON.parse(text);
    return body.status;
  });

describe("createCallbackSender", () => {
  it("signs the official test vector", async () => {
    const { received, url } = await receive();
    const { sender } = createSender({
      secrets: () => [SECRET],
      nowMs: () => 1_781_080_794_151,
      idFor: () => "9876543210",
    });
    const body = {
      id: "1234567890",
      status: "succeeded",
      message: "",
      create_time: 1781080778802,
      update_time: 1781080794151,
    };
    sender.deliver({ url, taskId: "1234567890", body });
    await sender.settled();
    expect(received[0]?.text).toBe(
      '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}',
    );
    expect(received[0]?.headers).toMatchObject({
      "webhook-id": "9876543210",
      "webhook-timestamp": "1781080794",
      "webhook-signature": "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
    });
  });

  it("posts the bare body, unsigned without a secret", async () => {
    const { received, url } = await receive();
    const { sender, attempts } = createSender();
    deliver(sender, url, "processing");
    await sender.settled();
    expect(received[0]?.text).toBe('{"id":"7","status":"processing"}');
    expect(received[0]?.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(Object.keys(received[0]?.headers ?? {}).filter((name) => name.startsWith("webhook"))).toEqual([]);
    expect(attempts).toMatchObject([
      { id: "7-1", taskId: "7", url, attempt: 1, outcome: "delivered", status: 200 },
    ]);
  });

  it("signs with every secret during a rotation", async () => {
    const { received, url } = await receive();
    const { sender } = createSender({ secrets: () => [SECRET, OTHER_SECRET] });
    deliver(sender, url, "succeeded");
    await sender.settled();
    const { headers = {}, text = "" } = received[0] ?? {};
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const secret of [SECRET, OTHER_SECRET])
      expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
  });

  it("keeps the order of a task's callbacks though the first one is answered slowly", async () => {
    const { received, url } = await receive((nth) =>
      nth === 1
        ? new Promise((resolve) => setImmediate(() => setImmediate(resolve, new Response("ok"))))
        : new Response("ok"),
    );
    const { sender, attempts } = createSender();
    for (const status of ["submitted", "processing", "succeeded"]) deliver(sender, url, status);
    await sender.settled();
    expect(statuses(received)).toEqual(["submitted", "processing", "succeeded"]);
    expect(attempts.map((attempt) => attempt.id)).toEqual(["7-1", "7-2", "7-3"]);
  });

  it("does not retry by default, and follows no redirect", async () => {
    const { received, url } = await receive((nth) =>
      nth === 1 ? new Response("no", { status: 500 }) : Response.redirect(url),
    );
    const { sender, attempts } = createSender();
    deliver(sender, url, "processing");
    await sender.settled();
    deliver(sender, url, "succeeded");
    await sender.settled();
    expect(attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["refused", 500],
      ["refused", 302],
    ]);
    expect(received).toHaveLength(2);
  });

  it("retries so often as it is told, with the same id", async () => {
    const { received, url } = await receive((nth) => new Response("", { status: nth < 3 ? 500 : 200 }));
    const { sender, attempts, clock } = createSender({
      retryDelayMs: ({ attempt }) => (attempt > 3 ? undefined : 1000),
      sleep: (ms, signal) => {
        const slept = clock.sleep(ms, signal);
        clock.wakeAll();
        return slept;
      },
    });
    deliver(sender, url, "succeeded");
    await sender.settled();
    expect(received).toHaveLength(3);
    expect(attempts.map(({ id, attempt, outcome }) => [id, attempt, outcome])).toEqual([
      ["7-1", 1, "refused"],
      ["7-1", 2, "refused"],
      ["7-1", 3, "delivered"],
    ]);
  });

  it("reports a receiver that does not answer in time", async () => {
    const { url } = await receive(() => new Promise(() => undefined));
    const { sender, attempts } = createSender({ timeoutMs: 20 });
    deliver(sender, url, "processing");
    await sender.settled();
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(["timed-out"]);
  });

  it("reports a receiver that is gone", async () => {
    const gone = await serveApp({ fetch: () => new Response() });
    await gone.close();
    const { sender, attempts } = createSender();
    deliver(sender, gone.baseUrl, "succeeded");
    await sender.settled();
    expect(attempts).toMatchObject([
      { outcome: "unreachable", error: expect.stringContaining("ECONNREFUSED") },
    ]);
  });

  it("drops a callback", async () => {
    const { received, url } = await receive();
    const { sender, attempts } = createSender();
    deliver(sender, url, "processing", { type: "callback-dropped" });
    deliver(sender, url, "succeeded");
    await sender.settled();
    expect(statuses(received)).toEqual(["succeeded"]);
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(["dropped", "delivered"]);
  });

  it("sends a callback twice with one id", async () => {
    const { received, url } = await receive();
    const { sender } = createSender({ secrets: () => [SECRET] });
    deliver(sender, url, "succeeded", { type: "callback-duplicated" });
    await sender.settled();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual(["7-1", "7-1"]);
  });

  it("sends a late callback after its time, without holding up the next one", async () => {
    const { received, url } = await receive();
    const { sender, clock } = createSender();
    deliver(sender, url, "processing", { type: "callback-late", lateMs: 5000 });
    const isSent = untilCount(received, 1);
    deliver(sender, url, "succeeded");
    await isSent();
    expect(clock.waiting.map((entry) => entry.ms)).toEqual([5000]);
    clock.wakeAll();
    await sender.settled();
    expect(statuses(received)).toEqual(["succeeded", "processing"]);
  });

  it("lets the next callback overtake a reordered one", async () => {
    const { received, url } = await receive();
    const { sender } = createSender();
    deliver(sender, url, "processing", { type: "callback-reordered" });
    deliver(sender, url, "succeeded");
    await sender.settled();
    expect(statuses(received)).toEqual(["succeeded", "processing"]);
  });

  it("sends a reordered callback alone when no other follows in time", async () => {
    const { received, url } = await receive();
    const { sender, clock } = createSender();
    deliver(sender, url, "succeeded", { type: "callback-reordered", holdMs: 300 });
    expect(clock.waiting.map((entry) => entry.ms)).toEqual([300]);
    clock.wakeAll();
    await sender.settled();
    expect(statuses(received)).toEqual(["succeeded"]);
  });

  it.each([[[SECRET]], [[]]])("signs badly with secrets %o", async (secrets) => {
    const { received, url } = await receive();
    const { sender } = createSender({ secrets: () => secrets });
    deliver(sender, url, "succeeded", { type: "callback-badly-signed" });
    await sender.settled();
    const { headers = {}, text = "" } = received[0] ?? {};
    expect(headers["webhook-signature"]).toMatch(/^v1,/);
    expect(() => new Webhook(SECRET).verify(text, headers)).toThrow("No matching signature");
  });

  it("gives up what is held back when it closes", async () => {
    const { received, url } = await receive();
    const { sender } = createSender();
    deliver(sender, url, "processing", { type: "callback-late", lateMs: 5000 });
    await sender.close();
    await sender.settled();
    expect(received).toEqual([]);
  });
});

/** Waits by turns of the event loop, not by time. */
function untilCount(list: readonly unknown[], count: number): () => Promise<void> {
  return async () => {
    while (list.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
}
