import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { EmulatorOptions } from "../options.ts";
import { createTestEmulator, type Json } from "../testing/test-emulator.ts";

const LATER_MS = 600_000;
const DAY_MS = 86_400_000;
const CALLBACK = "https://receiver.example/hook";
const URL_OF_IMAGE = "https://example.com/a.png";
const OLD = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const NEW = "whsec_c2Vjb25kLXNlY3JldC1zZWNvbmQtc2VjcmV0LTMyYiE=";

interface Received {
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** An emulator whose callbacks are kept; `answer`: status for the nth of them, from 1, or 0 for no connection. */
async function createReceiver(options: EmulatorOptions = {}, answer: (nth: number) => number = () => 200) {
  const received: Received[] = [];
  const tested = await createTestEmulator({
    ...options,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      received.push({ headers: Object.fromEntries(request.headers), text: await request.text() });
      const status = answer(received.length);
      if (status === 0) throw new TypeError("fetch failed");
      return new Response(null, { status });
    },
  });
  const make = async () => {
    await tested.call("POST", "/v1/videos/text2video", {
      model_name: "kling-v3",
      prompt: "x",
      callback_url: CALLBACK,
    });
    await tested.control.advance(LATER_MS);
  };
  return { ...tested, received, make };
}

/** Whether the header holds the signatures of these secrets, in this order. */
function isSignedBy({ headers, text }: Received, secrets: readonly string[]): boolean {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const expected = secrets.map((secret) => new Webhook(secret).sign(headers["webhook-id"] ?? "", at, text));
  return headers["webhook-signature"] === (expected.join(" ") || undefined);
}

const newest = (received: readonly Received[]): Received => received.at(-1) ?? { headers: {}, text: "" };

describe("bodies", () => {
  const ELEMENT = {
    element_name: "Mia",
    element_description: "A girl in red",
    reference_type: "image_refer",
    element_image_list: { frontal_image: URL_OF_IMAGE, refer_images: [{ image_url: URL_OF_IMAGE }] },
    callback_url: CALLBACK,
  };
  const last = async (options: EmulatorOptions): Promise<Json> => {
    const { call, control, received } = await createReceiver(options);
    await call("POST", "/v1/general/advanced-custom-elements", ELEMENT);
    await control.advance(LATER_MS);
    return JSON.parse(newest(received).text);
  };

  it("list an element of a legacy create as its query does", async () => {
    const body = await last({});
    expect(body.task_result.elements).toMatchObject([{ element_name: "Mia" }]);
  });

  it("call the references of an element materials in the new form", async () => {
    const body = await last({ switches: { callbackBodies: "standard" } });
    expect(body).toMatchObject({ status: "succeeded", outputs: [{ type: "element", name: "Mia" }] });
    const [element] = body.outputs;
    expect(element.references).toBeUndefined();
    expect(element.materials.map(({ type, role }: Json) => `${type} ${role}`)).toEqual([
      "image frontal",
      "image refer",
    ]);
  });
});

describe("secrets", () => {
  it("both sign for 7 days after a rotation", async () => {
    const { control, received, make } = await createReceiver({ webhookSecrets: [OLD] });
    await make();
    expect(isSignedBy(newest(received), [OLD])).toBe(true);
    control.rotateWebhookSecret(NEW);
    await make();
    expect(isSignedBy(newest(received), [NEW, OLD])).toBe(true);
    await control.advance(7 * DAY_MS);
    await make();
    expect(isSignedBy(newest(received), [NEW])).toBe(true);
  });

  it("sign no more after an emergency rotation", async () => {
    const { control, received, make } = await createReceiver({ webhookSecrets: [OLD] });
    control.rotateWebhookSecret(NEW, { isEmergency: true });
    await make();
    expect(isSignedBy(newest(received), [NEW])).toBe(true);
  });

  it("can be deleted, one or all: callbacks go on unsigned", async () => {
    const { control, received, make } = await createReceiver({ webhookSecrets: [OLD] });
    control.rotateWebhookSecret(NEW);
    control.removeWebhookSecrets({ service: "kling", secret: OLD });
    await make();
    expect(isSignedBy(newest(received), [NEW])).toBe(true);
    control.removeWebhookSecrets();
    await make();
    expect(newest(received).headers).not.toHaveProperty("webhook-signature");
    expect(newest(received).headers).not.toHaveProperty("webhook-id");
    expect(() => control.rotateWebhookSecret(OLD, { service: "other" })).toThrow("no service 'other'");
  });
});

describe("deliveries", () => {
  it.each([
    [500, true],
    [429, true],
    [0, true],
    [404, false],
    [302, false],
  ])("that are answered with %i are repeated: %s", async (status, isRepeated) => {
    const { received, make } = await createReceiver({ webhookSecrets: [OLD] }, (nth) =>
      nth < 3 ? status : 200,
    );
    await make();
    // The start of the task and its end; the first arrives at its third attempt.
    expect(received).toHaveLength(isRepeated ? 4 : 2);
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[1-9]\d{18}$/);
  });

  it("are given up after three repetitions", async () => {
    const { received, make } = await createReceiver({}, () => 503);
    await make();
    expect(received).toHaveLength(8);
  });

  it.each([
    [{ type: "callback-badly-signed" }, "No matching signature"],
    [{ type: "callback-badly-signed", wrong: "secret" }, "No matching signature"],
    [{ type: "callback-unsigned" }, "Missing required headers"],
    [{ type: "callback-stale" }, "too old"],
  ] as const)("with the fault %o are refused by a receiver", async (action, message) => {
    const { received, make } = await createReceiver({
      webhookSecrets: [OLD],
      startAtMs: Date.now(),
      faults: [{ action }],
    });
    await make();
    const { headers, text } = newest(received);
    expect(() => new Webhook(OLD).verify(text, headers)).toThrow(message);
  });
});

describe("the test callback", () => {
  it("is signed, has the documented body, and comes at most every 6 seconds", async () => {
    const { control, received } = await createReceiver({ webhookSecrets: [OLD] });
    expect(await control.sendTestCallback(CALLBACK)).toMatchObject({ outcome: "delivered", status: 200 });
    const nowMs = control.nowMs();
    expect(newest(received).text).toMatch(
      new RegExp(
        `^{"id":"\\d{18}","status":"submitted","outputs":\\[\\],"message":"","create_time":${nowMs},"update_time":${nowMs}}$`,
      ),
    );
    expect(isSignedBy(newest(received), [OLD])).toBe(true);
    await expect(control.sendTestCallback(CALLBACK)).rejects.toThrow("less than 6 s ago");
    await control.advance(6000);
    await control.sendTestCallback(CALLBACK);
    expect(received).toHaveLength(2);
  });

  it("tells that the receiver refused it, and is not repeated", async () => {
    const { control, received } = await createReceiver({}, () => 500);
    expect(await control.sendTestCallback(CALLBACK)).toMatchObject({ outcome: "refused", status: 500 });
    expect(received).toHaveLength(1);
  });
});

it("is steered over HTTP as well", async () => {
  const { emulator, received, make } = await createReceiver({ webhookSecrets: [OLD] });
  const admin = async (method: string, path: string, body: object): Promise<Json> => {
    const url = `http://127.0.0.1/_emulator${path}`;
    return (await emulator.fetch(new Request(url, { method, body: JSON.stringify(body) }))).json();
  };
  await admin("POST", "/webhook-secret", { secret: NEW, service: "kling", isEmergency: true });
  expect(await admin("POST", "/test-callback", { url: CALLBACK })).toMatchObject({ outcome: "delivered" });
  expect(isSignedBy(newest(received), [NEW])).toBe(true);
  expect(await admin("POST", "/test-callback", { url: CALLBACK })).toMatchObject({
    error: { code: "invalid_request" },
  });
  await admin("DELETE", "/webhook-secret", {});
  await make();
  expect(newest(received).headers).not.toHaveProperty("webhook-signature");
});
