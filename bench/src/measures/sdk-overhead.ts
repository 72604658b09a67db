import { createEmulator } from "@klingkit/emulator";
import { createKling } from "klingkit";
import { atMost, figure, type Measurement, timePairs } from "../measure.ts";
import { startServer } from "./start-server.ts";

/** Short rounds in large number: both sides run into the steady state, and a pair stays close together. */
const IN_PROCESS = { calls: 50, rounds: 300 } as const;
/** Rounds whose times are thrown away: the first ones measure the compiler. */
const WARM_UP_ROUNDS = 150;
const OVER_HTTP = { calls: 50, rounds: 30 } as const;
const API_KEY = "api-key-kling-bench";
const BASE_URL = "https://emulator.test";
const BODY = { prompt: "a fox in the snow", settings: { duration: 5 } };
const HEADERS = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
/** The SDK's own default deadline. */
const TIMEOUT_MS = 60_000;

interface Wire {
  readonly baseUrl: string;
  readonly send: typeof fetch;
}
type Size = typeof IN_PROCESS | typeof OVER_HTTP;
type Pair = Awaited<ReturnType<typeof timePairs>>;

function throughSdk({ baseUrl, send }: Wire, { calls }: Size): () => Promise<void> {
  const kling = createKling({ apiKey: API_KEY, baseUrl, fetch: send });
  return async () => {
    for (let call = 0; call < calls; call += 1) {
      const task = await kling.standard.textToVideo.create("kling-3.0", BODY);
      await kling.tasks.status(task);
    }
  };
}

/** `limit` gives each call its deadline, or nothing. */
function byHand({ baseUrl, send }: Wire, { calls }: Size, limit: () => RequestInit): () => Promise<void> {
  return async () => {
    for (let call = 0; call < calls; call += 1) {
      const created = await send(`${baseUrl}/text-to-video/kling-3.0`, {
        method: "POST",
        headers: HEADERS,
        body: JSON.stringify(BODY),
        ...limit(),
      });
      const { data } = await created.json();
      const read = await send(`${baseUrl}/tasks?task_ids=${data.id}`, { headers: HEADERS, ...limit() });
      await read.json();
    }
  };
}

const noLimit = () => ({});
const withDeadline = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) });

function detail({ firstMs, secondMs }: Pair, { calls, rounds }: Size): string {
  const each = (ms: number) => `${((ms / calls) * 1000).toFixed(0)} µs`;
  return `${each(firstMs)} against ${each(secondMs)} per create + status, ${rounds} × ${calls}`;
}

/** Create and status through the SDK against a hand-written fetch, on one emulator. */
export async function measureSdkOverhead(): Promise<readonly Measurement[]> {
  return [...(await inProcess()), await overHttp()];
}

async function inProcess(): Promise<readonly Measurement[]> {
  const emulator = await createEmulator({
    clock: "frozen",
    concurrency: Number.POSITIVE_INFINITY,
    seed: "bench",
  });
  const wire: Wire = { baseUrl: BASE_URL, send: (input, init) => emulator.fetch(new Request(input, init)) };
  const { rounds } = IN_PROCESS;
  const sdk = throughSdk(wire, IN_PROCESS);
  try {
    await timePairs(sdk, byHand(wire, IN_PROCESS, noLimit), WARM_UP_ROUNDS);
    const bare = await timePairs(sdk, byHand(wire, IN_PROCESS, noLimit), rounds);
    const same = await timePairs(sdk, byHand(wire, IN_PROCESS, withDeadline), rounds);
    return [
      atMost(
        "SDK create + status against raw fetch, in process",
        bare.ratio,
        1.25,
        "×",
        detail(bare, IN_PROCESS),
      ),
      figure(
        "… against raw fetch with a deadline, as the SDK has one",
        same.ratio,
        "×",
        detail(same, IN_PROCESS),
      ),
    ];
  } finally {
    await emulator.close();
  }
}

async function overHttp(): Promise<Measurement> {
  const server = await startServer();
  const wire: Wire = { baseUrl: server.baseUrl, send: fetch };
  try {
    const pair = await timePairs(
      throughSdk(wire, OVER_HTTP),
      byHand(wire, OVER_HTTP, noLimit),
      OVER_HTTP.rounds,
    );
    return figure("… against raw fetch, over loopback HTTP", pair.ratio, "×", detail(pair, OVER_HTTP));
  } finally {
    await server.stop();
  }
}
