import { listFixtures } from "@klingkit/testkit";
import { readHiggsfieldWebhook, verifyHiggsfieldWebhook } from "klingkit/higgsfield";
import { describe, expect, it } from "vitest";
import { createService, LATER_MS } from "./support/create-service.ts";

const OLD = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const NEW = "whsec_c2Vjb25kLXNlY3JldC1zZWNvbmQtc2VjcmV0LTMyYiE=";
const T2V = "kling-video/v2.6/pro/text-to-video";
const webhookUrl = "https://example.com/hook";

interface Delivery {
  readonly headers: Headers;
  readonly rawBody: string;
  readonly receivedAtMs: number;
}

/** A receiver outside, which answers with these statuses, then 204. */
function createReceiver(...statuses: readonly number[]) {
  const deliveries: Delivery[] = [];
  let nowMs = Date.now;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const status = statuses[deliveries.length] ?? 204;
    deliveries.push({ headers: request.headers, rawBody: await request.text(), receivedAtMs: nowMs() });
    return new Response(null, { status });
  };
  /** From now on the receiver has this clock. */
  const setClock = (clock: () => number) => {
    nowMs = clock;
  };
  return { deliveries, fetch, setClock };
}

describe("webhooks", () => {
  it.each(listFixtures("callback", "higgsfield").map((one) => [one.name, one] as const))(
    "%s is read as documented",
    (_, { body }) => {
      const task = readHiggsfieldWebhook(JSON.stringify(body));
      expect(task).toMatchObject({
        taskId: body["request_id"],
        rawStatus: body["status"],
        service: "higgsfield",
      });
      expect(task.message).toBe(
        { failed: "Generation fail message", nsfw: "moderation rejected the input or the result" }[
          task.rawStatus
        ] ?? "",
      );
      expect(task.results).toHaveLength(task.rawStatus === "completed" ? 1 : 0);
    },
  );

  it("are signed, verify, and keep their id when they are delivered again", async () => {
    const receiver = createReceiver(500);
    await using service = await createService({ webhookSecrets: [OLD], fetch: receiver.fetch });
    const { higgsfield, control } = service;
    receiver.setClock(control.nowMs);
    const created = await higgsfield.create(T2V, { prompt: "a fox" }, { webhookUrl });
    await control.advance(LATER_MS);
    await control.advance(60_000);
    expect(receiver.deliveries).toHaveLength(2);
    const [first] = receiver.deliveries;
    if (!first) throw new Error("nothing was delivered");
    const verified = receiver.deliveries.map((delivery) =>
      verifyHiggsfieldWebhook(delivery, { secrets: OLD, nowMs: () => delivery.receivedAtMs }),
    );
    expect(verified[0]).toMatchObject({ task: { taskId: created.taskId, status: "succeeded" } });
    expect(verified[1]?.deliveryId).toBe(verified[0]?.deliveryId);
    expect(() => verifyHiggsfieldWebhook(first, { secrets: NEW, nowMs: () => first.receivedAtMs })).toThrow(
      "No signature",
    );
  });

  it("verify with either secret for a day after a rotation", async () => {
    const receiver = createReceiver();
    await using service = await createService({ webhookSecrets: [OLD], fetch: receiver.fetch });
    const { higgsfield, control } = service;
    receiver.setClock(control.nowMs);
    control.rotateWebhookSecret(NEW);
    await higgsfield.create(T2V, { prompt: "a fox" }, { webhookUrl });
    await control.advance(LATER_MS);
    const [delivery] = receiver.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    for (const secrets of [OLD, NEW])
      expect(
        verifyHiggsfieldWebhook(delivery, { secrets, nowMs: () => delivery.receivedAtMs }).task.status,
      ).toBe("succeeded");
  });

  it("come unsigned in the older eras, and are not taken for signed ones", async () => {
    const receiver = createReceiver();
    await using service = await createService(
      { webhookSecrets: [OLD], fetch: receiver.fetch, higgsfield: { era: "b" } },
      { era: "b" },
    );
    const { higgsfield, control } = service;
    receiver.setClock(control.nowMs);
    await higgsfield.create(T2V, { prompt: "a fox" }, { webhookUrl });
    await control.advance(LATER_MS);
    const [delivery] = receiver.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    expect(readHiggsfieldWebhook(delivery.rawBody).status).toBe("succeeded");
    expect(() => verifyHiggsfieldWebhook(delivery, { secrets: OLD })).toThrow("webhook-id");
  });
});
