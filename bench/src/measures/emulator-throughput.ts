import { Agent, get } from "node:http";
import { createEmulator } from "@klingkit/emulator";
import { atLeast, atMost, type Measurement, median, timeMs } from "../measure.ts";
import { startServer } from "./start-server.ts";

const API_KEY = "api-key-kling-bench";
const HEADERS = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
const CONNECTIONS = 16;
const REQUESTS = 24_000;
const ROUNDS = 3;
const CREATES = 10_000;

const read = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: HEADERS }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${response.statusCode}`)),
      );
    }).on("error", reject);
  });

async function readsPerSecond(baseUrl: string): Promise<number> {
  const created = await fetch(`${baseUrl}/text-to-video/kling-3.0`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({ prompt: "a fox" }),
  });
  const { data } = await created.json();
  const url = `${baseUrl}/tasks?task_ids=${data.id}`;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const worker = async () => {
    for (let call = 0; call < REQUESTS / CONNECTIONS; call += 1) await read(url, agent);
  };
  const spent = await timeMs(() => Promise.all(Array.from({ length: CONNECTIONS }, worker)));
  agent.destroy();
  return (REQUESTS / spent) * 1000;
}

async function createsMs(): Promise<number> {
  const emulator = await createEmulator({
    clock: "frozen",
    concurrency: Number.POSITIVE_INFINITY,
    seed: "bench",
  });
  const body = JSON.stringify({ prompt: "a fox in the snow", settings: { duration: 5 } });
  const spent = await timeMs(async () => {
    for (let call = 0; call < CREATES; call += 1) {
      const request = new Request("http://emulator.test/text-to-video/kling-3.0", {
        method: "POST",
        headers: HEADERS,
        body,
      });
      const response = await emulator.fetch(request);
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    }
  });
  await emulator.close();
  return spent;
}

/** Authenticated reads over HTTP, and creates in process. */
export async function measureEmulatorThroughput(): Promise<readonly Measurement[]> {
  const server = await startServer();
  try {
    const rates: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const rate = await readsPerSecond(server.baseUrl);
      if (round > 0) rates.push(rate);
    }
    const creates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) creates.push(await createsMs());
    return [
      atLeast(
        "emulator `GET /tasks`, authenticated, one process",
        median(rates),
        8000,
        "requests/s",
        `${CONNECTIONS} connections, ${ROUNDS} × ${REQUESTS} requests`,
      ),
      atMost("emulator, 10,000 creates in process", median(creates) / 1000, 2, "s", `median of ${ROUNDS}`),
    ];
  } finally {
    await server.stop();
  }
}
