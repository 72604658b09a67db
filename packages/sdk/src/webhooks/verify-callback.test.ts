import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { verifyHiggsfieldWebhook } from "../higgsfield/webhook.ts";
import { verifyCallback } from "./verify-callback.ts";
import { checkWebhookSecrets, verifySignature } from "./verify-signature.ts";

// Official test vector. @source kling-platform.md §4.4
const secrets = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
const other = "whsec_c2Vjb25kLXNlY3JldC1zZWNvbmQtc2VjcmV0LTMyYiE=";
const rawBody =
  '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}';
const headers = {
  "webhook-id": "9876543210",
  "webhook-timestamp": "1781080794",
  "webhook-signature": "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
};
const SENT_AT_MS = 1_781_080_794_000;
const at = (ms: number) => ({ secrets, nowMs: () => ms });
const now = at(SENT_AT_MS);

describe("verifyCallback", () => {
  test("accepts the official test vector and reads its task", () => {
    expect(verifyCallback({ headers, rawBody }, now)).toMatchObject({
      deliveryId: "9876543210",
      sentAtMs: SENT_AT_MS,
      task: { taskId: "1234567890", family: "standard", status: "succeeded", createdAtMs: 1781080778802 },
    });
  });

  test.each([
    ["verifyCallback", verifyCallback],
    ["verifyHiggsfieldWebhook", verifyHiggsfieldWebhook],
    ["verifySignature", verifySignature],
  ])("without arguments, %s names itself", (name, verify) => {
    expect(() => Reflect.apply(verify, undefined, [])).toThrow(
      `${name} takes its options as an object, such as { headers, rawBody }. Nothing was sent.`,
    );
  });

  test.each([
    ["a Headers object", new Headers(headers)],
    [
      "names in capitals",
      {
        "Webhook-Id": "9876543210",
        "WEBHOOK-TIMESTAMP": "1781080794",
        "Webhook-Signature": [headers["webhook-signature"]],
      },
    ],
  ])("takes headers as %s", (_, given) => {
    expect(verifyCallback({ headers: given, rawBody }, now).deliveryId).toBe("9876543210");
  });

  test("takes the body as bytes", () => {
    const bytes = new TextEncoder().encode(rawBody);
    expect(verifyCallback({ headers, rawBody: bytes }, now).task.taskId).toBe("1234567890");
  });

  test("accepts any of several signatures and any of several secrets during a rotation", () => {
    const rotating = { ...headers, "webhook-signature": `v1,AAA= v2,BBB= ${headers["webhook-signature"]}` };
    expect(() =>
      verifyCallback({ headers: rotating, rawBody }, { ...now, secrets: [other, secrets] }),
    ).not.toThrow();
  });

  test.each([
    ["another body", { headers, rawBody: rawBody.replace("succeeded", "failed") }],
    ["a body printed again", { headers, rawBody: JSON.stringify(JSON.parse(rawBody), undefined, 1) }],
    ["another id", { headers: { ...headers, "webhook-id": "1" }, rawBody }],
    [
      "a signature without its version",
      { headers: { ...headers, "webhook-signature": headers["webhook-signature"].slice(3) }, rawBody },
    ],
    ["a shortened signature", { headers: { ...headers, "webhook-signature": "v1," }, rawBody }],
  ])("refuses %s", (_, request) => {
    expect(() => verifyCallback(request, now)).toThrow(
      expect.objectContaining({ code: "KLINGKIT_WEBHOOK", problem: "signature" }),
    );
  });

  test.each([300_000, -300_000])("accepts a clock that is %i ms off", (offMs) => {
    expect(() => verifyCallback({ headers, rawBody }, at(SENT_AT_MS + offMs))).not.toThrow();
  });

  test.each([300_001, -300_001])("refuses a delivery %i ms from now, however well signed", (offMs) => {
    expect(() => verifyCallback({ headers, rawBody }, at(SENT_AT_MS + offMs))).toThrow(
      expect.objectContaining({ problem: "timestamp" }),
    );
  });

  test("refuses a callback without signature headers", () => {
    expect(() => verifyCallback({ headers: {}, rawBody }, now)).toThrow(
      expect.objectContaining({ problem: "headers" }),
    );
  });

  test("refuses to run without a usable secret, and does not show it", () => {
    expect(() => verifyCallback({ headers, rawBody }, { ...now, secrets: [] })).toThrow(
      expect.objectContaining({ problem: "secret" }),
    );
    const verify = () => verifyCallback({ headers, rawBody }, { ...now, secrets: "whsec_§§§" });
    expect(verify).toThrow(expect.objectContaining({ problem: "secret" }));
    expect(verify).not.toThrow("§§§");
  });

  test.each([
    ["a short one", "whsec_AA=="],
    ["one of zeros", `whsec_${btoa("\0".repeat(32))}`],
    ["half of one", secrets.slice(0, 20)],
    ["no base64", "whsec_not base64, although it is long enough"],
  ])("refuses %s as a secret", (_, bad) => {
    const check = () => checkWebhookSecrets([secrets, bad]);
    expect(check).toThrow(expect.objectContaining({ problem: "secret" }));
    expect(check).not.toThrow(bad.slice(6));
    expect(() => verifyCallback({ headers, rawBody }, { ...now, secrets: [bad, secrets] })).toThrow(
      expect.objectContaining({ problem: "secret" }),
    );
  });

  test("refuses a body that is nested too deep as it refuses any that holds no task", () => {
    const deep = `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const signature = new Webhook(secrets).sign("d1", new Date(SENT_AT_MS), deep);
    const signed = { "webhook-id": "d1", "webhook-timestamp": "1781080794", "webhook-signature": signature };
    expect(() => verifyCallback({ headers: signed, rawBody: deep }, now)).toThrow(
      expect.objectContaining({ problem: "body" }),
    );
  });

  test("reads a legacy callback", () => {
    const body = JSON.stringify({
      task_id: "867283741759111202",
      task_status: "succeed",
      task_status_msg: "",
      created_at: 1722769557708,
      final_unit_deduction: "8",
      task_info: { external_task_id: "mine" },
      task_result: { videos: [{ id: "1", url: "https://h/v.mp4", duration: "5.1" }] },
    });
    const signature = new Webhook(secrets).sign("d1", new Date(SENT_AT_MS), body);
    const signed = { "webhook-id": "d1", "webhook-timestamp": "1781080794", "webhook-signature": signature };
    expect(verifyCallback({ headers: signed, rawBody: body }, now).task).toMatchObject({
      family: "legacy",
      taskId: "867283741759111202",
      externalTaskId: "mine",
      status: "succeeded",
      videos: [{ url: "https://h/v.mp4" }],
    });
  });

  test.each(["not json", "[]", '{"id":"evt_1","type":"task.succeeded","data":{"job":"j1"}}'])(
    "refuses a signed body that holds no task (%s)",
    (body) => {
      const signature = new Webhook(secrets).sign("d1", new Date(SENT_AT_MS), body);
      const signed = {
        "webhook-id": "d1",
        "webhook-timestamp": "1781080794",
        "webhook-signature": signature,
      };
      expect(() => verifyCallback({ headers: signed, rawBody: body }, now)).toThrow(
        expect.objectContaining({ problem: "body" }),
      );
    },
  );
});
