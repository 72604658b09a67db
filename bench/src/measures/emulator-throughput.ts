import { createEmulator } from "@klingkit/emulator";
import { readUsage } from "../engine/process-usage.ts";
import { atLeast, atMost, figure, type Measurement, median, timeMs } from "../measure.ts";
import { readRepeatedly } from "./read-repeatedly.ts";
import { type BenchServer, startServer } from "./start-server.ts";

const API_KEY = "api-key-kling-bench";
const HEADERS = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
const CONNECTIONS = 16;
const REQUESTS = 24_000;
const ROUNDS = 3;
const CREATES = 10_000;

interface ReadRound {
  readonly requestsPerSecond: number;
  /** CPU time that the emulator took for a request. */
  readonly cpuMicroseconds: number;
}

async function measureReads({ baseUrl, pid }: BenchServer): Promise<ReadRound> {
  const created = await fetch(`${baseUrl}/text-to-video/kling-3.0`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({ prompt: "a fox" }),
  });
  const { data } = await created.json();
  const read = {
    url: `${baseUrl}/tasks?task_ids=${data.id}`,
    authorization: HEADERS.Authorization,
    times: REQUESTS / CONNECTIONS,
  };
  const cpuMs = () => readUsage(pid)?.cpuMs ?? Number.NaN;
  const cpuBeforeMs = cpuMs();
  const spentMs = await timeMs(() =>
    Promise.all(Array.from({ length: CONNECTIONS }, () => readRepeatedly(read))),
  );
  return {
    requestsPerSecond: (REQUESTS / spentMs) * 1000,
    cpuMicroseconds: ((cpuMs() - cpuBeforeMs) / REQUESTS) * 1000,
  };
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
    const rounds: ReadRound[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const seen = await measureReads(server);
      if (round > 0) rounds.push(seen);
    }
    const creates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) creates.push(await createsMs());
    return [
      atLeast(
        "emulator `GET /tasks`, authenticated, one process",
        median(rounds.map(({ requestsPerSecond }) => requestsPerSecond)),
        8000,
        "requests/s",
        `${CONNECTIONS} connections, ${ROUNDS} × ${REQUESTS} requests`,
      ),
      figure(
        "… CPU time of the emulator for each",
        median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds)),
        "µs",
        "does not depend on how fast the client is",
      ),
      atMost("emulator, 10,000 creates in process", median(creates) / 1000, 2, "s", `median of ${ROUNDS}`),
    ];
  } finally {
    await server.stop();
  }
}
