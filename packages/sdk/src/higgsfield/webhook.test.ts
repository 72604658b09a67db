import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { readHiggsfieldWebhook, verifyHiggsfieldWebhook } from "./webhook.ts";

const OLD = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const NEW = "whsec_c2Vjb25kLXNlY3JldC1zZWNvbmQtc2VjcmV0LTMyYiE=";
const SENT_AT_MS = 1_791_795_600_000;
const body = JSON.stringify({
  status: "completed",
  request_id: "d7e6c0f3",
  video: { url: "https://example.com/a.mp4" },
});
const sign = (secret: string) => new Webhook(secret).sign("event-1", new Date(SENT_AT_MS), body);
const headersWith = (signature: string) => ({
  "webhook-id": "event-1",
  "webhook-timestamp": String(SENT_AT_MS / 1000),
  "webhook-signature": signature,
});
const at = (offMs: number, secrets: string | readonly string[] = NEW) => ({
  secrets,
  nowMs: () => SENT_AT_MS + offMs,
});

describe("webhooks of Higgsfield", () => {
  test("verify either signature while a secret is replaced", () => {
    const headers = headersWith(`${sign(OLD)} ${sign(NEW)}`);
    for (const secrets of [OLD, NEW])
      expect(verifyHiggsfieldWebhook({ headers, rawBody: body }, at(0, secrets))).toMatchObject({
        deliveryId: "event-1",
        sentAtMs: SENT_AT_MS,
        task: { taskId: "d7e6c0f3", service: "higgsfield", status: "succeeded" },
      });
  });

  test.each([
    [headersWith(sign(OLD)), body, 0, "signature"],
    [headersWith(sign(NEW)), body.replace("completed", "failed"), 0, "signature"],
    [headersWith(sign(NEW)), body, 300_001, "timestamp"],
    [headersWith(sign(NEW)), body, -300_001, "timestamp"],
    [{}, body, 0, "headers"],
  ])("refuse %j", (headers, rawBody, offMs, problem) =>
    expect(() => verifyHiggsfieldWebhook({ headers, rawBody }, at(offMs))).toThrow(
      expect.objectContaining({ code: "KLINGKIT_WEBHOOK", problem }),
    ),
  );

  test("say why a delivery may be unsigned", () =>
    expect(() => verifyHiggsfieldWebhook({ headers: {}, rawBody: body }, at(0))).toThrow(
      "Higgsfield signs webhooks",
    ));

  test.each(["{", "[]", '{"status":"completed"}', '{"request_id":"r-1"}'])("refuse the body %j", (text) =>
    expect(() => readHiggsfieldWebhook(text)).toThrow(expect.objectContaining({ problem: "body" })),
  );
});
