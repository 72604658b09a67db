import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json } from "./testing/test-emulator.ts";

const STANDARD = "/text-to-video/kling-3.0";
const LATER_MS = 600_000;
const CALLBACK = "https://receiver.example/hook";

/** A receiver of callbacks in place of the network. */
function createReceiver() {
  const received: { url: string; headers: Record<string, string>; text: string; body: Json }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    received.push({
      url: request.url,
      headers: Object.fromEntries(request.headers),
      text,
      body: JSON.parse(text),
    });
    return new Response(null, { status: 200 });
  };
  return { received, fetch };
}

describe("callbacks", () => {
  it("tell every state of a standard task, as a bare task in the standard shape", async () => {
    const { received, fetch } = createReceiver();
    const { call, control } = await createTestEmulator({ fetch, switches: { sendsSubmittedCallback: true } });
    const { data } = await call("POST", STANDARD, { prompt: "x", options: { callback_url: CALLBACK } });
    await control.advance(LATER_MS);
    expect(received.map(({ body }) => [body.id, body.status])).toEqual([
      [data.id, "submitted"],
      [data.id, "processing"],
      [data.id, "succeeded"],
    ]);
    expect(received[2]?.body.outputs[0].url).toContain("/_results/");
    expect(received[2]?.headers).not.toHaveProperty("webhook-signature");
  });

  it("have the legacy shape for legacy tasks, and leave submitted out", async () => {
    const { received, fetch } = createReceiver();
    const { call, control } = await createTestEmulator({ fetch });
    await call("POST", "/v1/videos/text2video", {
      model_name: "kling-v3",
      prompt: "x",
      callback_url: CALLBACK,
    });
    await control.advance(LATER_MS);
    expect(received.map(({ body }) => body.task_status)).toEqual(["processing", "succeed"]);
    expect(received[1]?.body).toMatchObject({
      final_unit_deduction: "3",
      task_result: { videos: [{ duration: "5.0" }] },
    });
  });

  it("are signed when there is a secret", async () => {
    const { received, fetch } = createReceiver();
    const secret = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
    const { call, control } = await createTestEmulator({
      fetch,
      webhookSecrets: [secret],
      startAtMs: Date.now(),
    });
    await call("POST", STANDARD, { prompt: "x", options: { callback_url: CALLBACK } });
    await control.advance(LATER_MS);
    const [first] = received;
    expect(new Webhook(secret).verify(first?.text ?? "", first?.headers ?? {})).toMatchObject({
      status: "processing",
    });
  });

  it("are there before the next event when the clock is frozen, in order over tasks", async () => {
    const { received, fetch } = createReceiver();
    const { call, control } = await createTestEmulator({
      fetch,
      durations: { "*": { clipSeconds: 5, generationMs: 1000 } },
    });
    const options = { callback_url: CALLBACK };
    const first = await call("POST", STANDARD, { prompt: "x", options });
    await control.advance(500);
    const second = await call("POST", STANDARD, { prompt: "x", options });
    await control.advance(LATER_MS);
    const ends = received.filter(({ body }) => body.status === "succeeded").map(({ body }) => body.id);
    expect(ends).toEqual([first.data.id, second.data.id]);
  });

  it("can come before the state can be read", async () => {
    const { received, fetch } = createReceiver();
    const { call, control } = await createTestEmulator({
      fetch,
      durations: { "*": { clipSeconds: 5, generationMs: 1000 } },
      faults: [{ match: { status: "succeeded" }, action: { type: "callback-early", earlyMs: 5000 } }],
    });
    const { data } = await call("POST", STANDARD, { prompt: "x", options: { callback_url: CALLBACK } });
    const read = async () => (await call("GET", `/tasks?task_ids=${data.id}`)).data[0].status;
    await control.advance(1000);
    expect([received.at(-1)?.body.status, await read()]).toEqual(["succeeded", "processing"]);
    await control.advance(5000);
    expect(await read()).toBe("succeeded");
    expect(control.journal().billed).toBe(1);
  });
});

describe("faults", () => {
  it("reset a connection after the create was accepted", async () => {
    const { call, control } = await createTestEmulator({
      faults: [{ match: { method: "POST" }, times: 1, action: { type: "reset-after-accept" } }],
    });
    await expect(call("POST", STANDARD, { prompt: "x" })).rejects.toThrow("fetch failed");
    expect(control.journal()).toMatchObject({ creates: 1, accepted: 1 });
  });

  it("match the model of a legacy body and the nth event", async () => {
    const { call } = await createTestEmulator({
      faults: [{ match: { model: "kling-v3" }, nth: 2, action: { type: "business-error", code: 5001 } }],
    });
    const create = (model: string) =>
      call("POST", "/v1/videos/text2video", { model_name: model, prompt: "x" });
    const answers = [
      await create("kling-v3"),
      await create("kling-v2-6"),
      await create("kling-v3"),
      await create("kling-v3"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
  });

  it("match an account by its key", async () => {
    const { call } = await createTestEmulator({
      faults: [{ match: { account: "api-key-kling-other" }, action: { type: "business-error", code: 5001 } }],
    });
    const other = { authorization: "Bearer api-key-kling-other" };
    expect((await call("GET", "/tasks?task_ids=1")).status).toBe(200);
    expect((await call("GET", "/tasks?task_ids=1", undefined, other)).status).toBe(503);
  });

  it("fail a task later, with the service's reason", async () => {
    const { call, control } = await createTestEmulator({ faults: [{ action: { type: "fail-task" } }] });
    const { data } = await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    expect((await call("GET", `/tasks?task_ids=${data.id}`)).data[0]).toMatchObject({
      status: "failed",
      message: "Failure to pass the risk control system",
    });
  });

  it("can be replaced and taken away while running", async () => {
    const { call, control } = await createTestEmulator();
    control.setFaults([{ match: { path: "/tasks" }, action: { type: "business-error", code: 5000 } }]);
    expect((await call("GET", "/tasks?task_ids=1")).status).toBe(500);
    control.clearFaults();
    expect((await call("GET", "/tasks?task_ids=1")).status).toBe(200);
  });

  it("break a large generated result as well, which is the same at every offset", async () => {
    const { call, control, emulator } = await createTestEmulator({ resultSizeBytes: 1_000_000 });
    const { data } = await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    const { url } = (await call("GET", `/tasks?task_ids=${data.id}`)).data[0].outputs[0];
    const whole = await (await emulator.fetch(new Request(url))).bytes();
    const part = await emulator.fetch(new Request(url, { headers: { range: "bytes=900000-" } }));
    expect(whole.byteLength).toBe(1_000_000);
    expect(Buffer.compare(await part.bytes(), whole.subarray(900_000))).toBe(0);
  });

  it("break the results of the account and model that are named, and no others", async () => {
    const { call, control, emulator } = await createTestEmulator({ resultSizeBytes: 1000 });
    await call("POST", STANDARD, { prompt: "x" });
    await control.advance(LATER_MS);
    const { data } = await call("GET", `/tasks?task_ids=${control.tasks()[0]?.id}`);
    const read = () => emulator.fetch(new Request(data[0].outputs[0].url));
    const { account = "", model = "" } = control.tasks()[0] ?? {};
    const action = { type: "expired-link" } as const;
    control.setFaults([
      { match: { account: "api-key-kling-somebody-else" }, action },
      { match: { account, model: "kling-2.6" }, action },
    ]);
    expect((await read()).status).toBe(200);
    control.setFaults([{ match: { account, model }, action }]);
    expect((await read()).status).toBe(403);
  });

  it("cut a result, which then does not count as delivered until it was read to the end", async () => {
    const { call, control, emulator } = await createTestEmulator();
    const { data } = await call("POST", STANDARD, { prompt: "x", settings: { duration: 3 } });
    await control.advance(LATER_MS);
    const { url } = (await call("GET", `/tasks?task_ids=${data.id}`)).data[0].outputs[0];
    control.setFaults([{ times: 1, action: { type: "cut", atByte: 1000 } }]);
    const cut = await emulator.fetch(new Request(url));
    await expect(cut.bytes()).rejects.toThrow();
    expect(control.journal().delivered).toBe(0);
    const rest = await emulator.fetch(new Request(url, { headers: { range: "bytes=1000-" } }));
    expect(rest.status).toBe(206);
    await rest.bytes();
    expect(control.journal().delivered).toBe(1);
  });
});
