import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../../testing/test-higgsfield.ts";

const HOOK = "https://receiver.example/hook";
const SEARCH = `?hf_webhook=${encodeURIComponent(HOOK)}`;
const SECRET = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const NEW_SECRET = `whsec_${Buffer.from("another secret, another secret!!").toString("base64")}`;
const HOUR_MS = 3_600_000;

interface Received {
  readonly headers: Record<string, string>;
  readonly text: string;
  readonly atMs: number;
}

/** A receiver in place of the network; `respond` gives the status of the nth delivery, 0 for a broken connection. */
async function createReceiver(
  respond: (nth: number) => number = () => 200,
  options: Parameters<typeof createTestHiggsfield>[0] = {},
) {
  const received: Received[] = [];
  const bench = await createTestHiggsfield({
    ...options,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const headers = Object.fromEntries(request.headers);
      received.push({ headers, text: await request.text(), atMs: bench.control.nowMs() });
      const status = respond(received.length);
      if (status === 0) throw new TypeError("fetch failed");
      return new Response(null, { status });
    },
  });
  return { ...bench, received };
}

describe("webhooks", () => {
  it("tell the end of a request once, as its status shows it", async () => {
    const { submit, status, control, received } = await createReceiver();
    const id = await submit({}, SEARCH);
    await control.advance(LATER_MS);
    expect(received.map(({ text }) => JSON.parse(text))).toEqual([(await status(id)).body]);
    expect(received[0]?.headers).not.toHaveProperty("webhook-signature");
  });

  it.each([
    ["failed", { action: { type: "fail-task", message: "no" } }],
    ["nsfw", { action: { type: "fail-task", reason: "moderation" } }],
  ] as const)("tell %s", async (word, fault) => {
    const { submit, control, received } = await createReceiver(() => 200, { faults: [fault] });
    await submit({}, SEARCH);
    await control.advance(LATER_MS);
    expect(received.map(({ text }) => JSON.parse(text).status)).toEqual([word]);
  });

  it("tell nothing of a canceled request, and nothing more once the data was erased", async () => {
    const { call, submit, control, received } = await createReceiver(() => 500);
    const canceled = await submit({}, SEARCH);
    await call("POST", `/requests/${canceled}/cancel`);
    await control.advance(LATER_MS);
    expect(received).toHaveLength(0);
    const id = await submit({}, SEARCH);
    await control.advance(100_000);
    const before = received.length;
    expect(before).toBeGreaterThan(0);
    await call("DELETE", `/requests/${id}`);
    await control.advance(3 * HOUR_MS);
    expect(received).toHaveLength(before);
  });

  it("are signed by the secret, and by the one before it for 24 hours after a rotation", async () => {
    const { submit, control, received } = await createReceiver(() => 200, { webhookSecrets: [SECRET] });
    const signedBy = (secrets: readonly string[]) => {
      const { headers = {}, text = "" } = received.at(-1) ?? {};
      const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
      return (
        headers["webhook-signature"] ===
        secrets.map((secret) => new Webhook(secret).sign(headers["webhook-id"] ?? "", at, text)).join(" ")
      );
    };
    await submit({}, SEARCH);
    await control.advance(LATER_MS);
    expect(signedBy([SECRET])).toBe(true);
    control.rotateWebhookSecret(NEW_SECRET);
    await submit({}, SEARCH);
    await control.advance(LATER_MS);
    expect(signedBy([NEW_SECRET, SECRET])).toBe(true);
    await control.advance(24 * HOUR_MS);
    await submit({}, SEARCH);
    await control.advance(LATER_MS);
    expect(signedBy([NEW_SECRET])).toBe(true);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  });

  it.each([
    ["c", 500, true],
    ["c", 0, true],
    ["c", 404, false],
    ["c", 302, false],
    ["a", 404, true],
  ] as const)("of era %s are repeated after %i: %s", async (era, status, isRepeated) => {
    const { submit, control, received } = await createReceiver((nth) => (nth < 3 ? status : 200), {
      higgsfield: { era },
    });
    await submit({}, SEARCH);
    await control.advance(HOUR_MS);
    expect(received).toHaveLength(isRepeated ? 3 : 1);
    expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  });

  it("keep their id when they are repeated, and stop two hours after the first attempt", async () => {
    const { submit, control, received } = await createReceiver(() => 503, { webhookSecrets: [SECRET] });
    await submit({}, SEARCH);
    await control.advance(6 * HOUR_MS);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [first, last] = [received[0]?.atMs ?? 0, received.at(-1)?.atMs ?? 0];
    expect(last - first).toBeLessThanOrEqual(2 * HOUR_MS);
    expect(last - first).toBeGreaterThan(1.5 * HOUR_MS);
  });

  it.each([
    "http://receiver.example/hook",
    "https://user:word@receiver.example/hook",
    "https://10.0.0.1/hook",
    "ftp://receiver.example",
    "hook",
  ])("to %s are refused with the submit", async (url) => {
    const { call } = await createTestHiggsfield();
    const search = `?hf_webhook=${encodeURIComponent(url)}`;
    const { status, body } = await call("POST", `${TEXT_TO_VIDEO}${search}`, { prompt: "x" });
    expect([status, body]).toEqual([422, { detail: "Invalid webhook URL" }]);
  });

  it("can go to a receiver on this machine", async () => {
    const { submit, control, received } = await createReceiver();
    await submit({}, `?hf_webhook=${encodeURIComponent("http://127.0.0.1:9/hook")}`);
    await control.advance(LATER_MS);
    expect(received).toHaveLength(1);
  });

  it("come twice, late or not at all where a fault says so", async () => {
    const { submit, control, received } = await createReceiver(() => 200, {
      faults: [
        {
          nth: 1,
          match: { service: "higgsfield", status: "completed" },
          action: { type: "callback-duplicated" },
        },
        { nth: 2, action: { type: "callback-dropped" } },
      ],
    });
    await submit({}, SEARCH);
    await submit({}, SEARCH);
    await control.advance(LATER_MS);

    expect(received).toHaveLength(2);
  });
});
