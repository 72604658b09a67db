import { createEmulator } from "@klingkit/emulator";
import { createKling } from "klingkit";
import { atMost, type Measurement, timePairs } from "../measure.ts";

const CALLS = 400;
const ROUNDS = 15;
const API_KEY = "api-key-kling-bench";
const BASE_URL = "http://emulator.test";
const BODY = { prompt: "a fox in the snow", settings: { duration: 5 } };
const HEADERS = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };

/** Create and status through the SDK against a hand-written fetch that does the same, on one emulator in process. */
export async function measureSdkOverhead(): Promise<readonly Measurement[]> {
  const emulator = await createEmulator({
    clock: "frozen",
    concurrency: Number.POSITIVE_INFINITY,
    seed: "bench",
  });
  const send: typeof fetch = (input, init) => emulator.fetch(new Request(input, init));
  const kling = createKling({ apiKey: API_KEY, baseUrl: BASE_URL, fetch: send });

  const throughSdk = async () => {
    for (let call = 0; call < CALLS; call += 1) {
      const task = await kling.standard.textToVideo.create("kling-3.0", BODY);
      await kling.tasks.status(task);
    }
  };
  const byHand = async () => {
    for (let call = 0; call < CALLS; call += 1) {
      const created = await send(`${BASE_URL}/text-to-video/kling-3.0`, {
        method: "POST",
        headers: HEADERS,
        body: JSON.stringify(BODY),
      });
      const { data } = await created.json();
      const read = await send(`${BASE_URL}/tasks?task_ids=${data.id}`, { headers: HEADERS });
      await read.json();
    }
  };
  try {
    const { ratio, firstMs, secondMs } = await timePairs(throughSdk, byHand, ROUNDS);
    const each = (ms: number) => `${((ms / CALLS) * 1000).toFixed(0)} µs`;
    const detail = `${each(firstMs)} against ${each(secondMs)} per create + status, ${ROUNDS} × ${CALLS}`;
    return [atMost("SDK create + status against raw fetch, in process", ratio, 1.25, "×", detail)];
  } finally {
    await emulator.close();
  }
}
