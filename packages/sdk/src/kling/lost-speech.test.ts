import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import {
  API_KEY,
  accepted,
  answering,
  type Reply,
  refused,
  steppingClock,
} from "../testing/service-double.ts";

const SPEECH = { text: "Hello", voice_id: "genshin_vindi2", voice_language: "en" } as const;
const LOST =
  "You may have been charged. The call has no external ID, so it cannot be looked up. If you send it again, you may pay twice.";

async function speak(reply: Reply) {
  const service = answering(reply);
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock: steppingClock() });
  const end = await kling.audio.speak(SPEECH).catch((error: unknown) => error);
  return { end, requests: service.requests.length };
}

test.for<[string, Reply]>([
  ["a reset", { error: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) }],
  ["HTML", { body: "<html>" }],
  ["half an answer", { body: '{"code":0,"data":{"task' }],
  ["a gateway's time-out", { status: 504, body: "<html>" }],
  ["an internal error", refused(500, 5000, "Server internal error")],
])(
  "says after %s that speech cannot be looked up and may be paid for twice, and sends it once",
  async ([, reply]) => {
    const { end, requests } = await speak(reply);
    expect(end).toMatchObject({ service: "kling", operationId: "v1/audio/tts", mayHaveCharged: "unknown" });
    expect(end).toHaveProperty("message", expect.stringContaining(LOST));
    expect(requests).toBe(1);
  },
);

test("says after an answer without speech that it was paid for", async () => {
  const { end } = await speak(accepted({}));
  expect(end).toMatchObject({ code: "KLINGKIT_RESPONSE", mayHaveCharged: "yes" });
  expect(end).toHaveProperty(
    "message",
    expect.stringContaining("You were charged. The call has no external ID"),
  );
});

test("says after a refusal that nothing was charged", async () => {
  const { end } = await speak(refused(400, 1201, "Voice id not found"));
  expect(end).toMatchObject({ reason: "invalid-request", mayHaveCharged: "no" });
  expect(end).toHaveProperty("message", expect.stringContaining("Voice id not found. Nothing was charged."));
});
