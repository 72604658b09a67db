import { runBesideOthers } from "../engine/foreign-client.ts";
import { openVirtualBench } from "../engine/virtual-bench.ts";
import { atLeast, atMost, type Measurement } from "../measure.ts";

const HOUR_MS = 3_600_000;
const JOBS = 10;

const RATE_ANSWER = JSON.stringify({ code: 1302, message: "Too many requests", request_id: "bench" });

/** What each create of the hour meets. */
const TROUBLES = [
  {
    name: "service down",
    answer: (): Promise<Response> =>
      Promise.reject(
        new TypeError("fetch failed", {
          cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
        }),
      ),
  },
  { name: "1302 always", answer: () => Promise.resolve(new Response(RATE_ANSWER, { status: 429 })) },
] as const;

const MOST_SENDS = 200;
const MOST_LEDGER_ROWS = 40;

const MAKESPAN_JOBS = 200;
const SLOTS = 10;
const SEEDS = [1, 2, 3] as const;

/** Waiting in emulated time: for a service that takes no creates, and beside a client that takes and frees slots at random. */
export async function measureWaits(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  for (const trouble of TROUBLES) rows.push(...(await waitAnHour(trouble)));
  for (const quota of [undefined, SLOTS]) rows.push(await besideOthers(quota));
  return rows;
}

async function waitAnHour({ name, answer }: (typeof TROUBLES)[number]): Promise<readonly Measurement[]> {
  let sends = 0;
  const refuse = (request: Request) => {
    if (request.method !== "POST") return undefined;
    sends += 1;
    return answer();
  };
  await using bench = await openVirtualBench({ intercept: refuse });
  await bench.enqueue(JOBS);
  bench.engine.start();
  await bench.clock.pass(HOUR_MS);
  await bench.clock.drive(bench.engine.stop());
  const { length } = await bench.engine.ledger({ limit: 10_000 });
  const work = `an hour of emulated time, ${JOBS} jobs, a worker that continues`;
  return [
    atMost(`creates sent in an hour, ${JOBS} jobs, ${name}`, sends, MOST_SENDS, "creates", work),
    atMost(`… rows in the ledger, ${name}`, length, MOST_LEDGER_ROWS, "rows", work),
  ];
}

async function besideOthers(quota: number | undefined): Promise<Measurement> {
  const runs: { ratio: number; text: string }[] = [];
  for (const seed of SEEDS) {
    const { idealMs, tookMs, refused } = await runBesideOthers({
      jobs: MAKESPAN_JOBS,
      slots: SLOTS,
      seed,
      ...(quota === undefined ? {} : { quota }),
    });
    const seconds = (ms: number) => Math.round(ms / 1000);
    const ratio = idealMs / tookMs;
    runs.push({ ratio, text: `${ratio.toFixed(3)} (${seconds(tookMs)} s, ${refused} refused creates)` });
  }
  const kind = quota === undefined ? "slots detected" : `quota ${quota} given`;
  return atLeast(
    `ideal of what was left against seen time beside a foreign client, ${MAKESPAN_JOBS} jobs on ${SLOTS} slots, ${kind}`,
    Math.min(...runs.map(({ ratio }) => ratio)),
    0.85,
    "×",
    `the least of seeds ${SEEDS.join(", ")}: ${runs.map(({ text }) => text).join("; ")}; by reads alone, files left out`,
  );
}
