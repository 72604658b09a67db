import { type BenchWork, benchPlan } from "../engine/bench-plan.ts";
import { NAIVE_POLL_MS, runNaively } from "../engine/naive-poller.ts";
import { type BatchOptions, runBatch } from "../engine/run-batch.ts";
import { createScaledClock } from "../engine/scaled-clock.ts";
import type { WireCounts } from "../engine/wire-counts.ts";
import { atMost, figure, type Measurement, median } from "../measure.ts";
import { type BenchServer, startServer } from "./start-server.ts";

const JOBS = 10;
/** Tasks of 50 to 69 s at the emulator's default times. */
const WORK: BenchWork = { model: "kling-3.0", seconds: [3, 4] };
const RESULT_BYTES = 1_000_000;

interface Way {
  readonly p50Seconds: number;
  readonly counts: WireCounts;
}

/** Tasks of a minute in real time, all ways at once, each with an emulator of its own. */
export async function measureDoneToDisk(): Promise<readonly Measurement[]> {
  const [callbacks, reads, naive] = await Promise.all([
    onServer((server) => byEngine(server, "callbacks")),
    onServer((server) => byEngine(server, "reads")),
    onServer(byPolling),
  ]);
  const name = "from done at the service to file on disk, p50, tasks of a minute";
  const most = Number(naive.p50Seconds.toFixed(2));
  const share = requests(reads) / requests(naive);
  return [
    atMost(`${name}, with callbacks`, callbacks.p50Seconds, 0.3, "s", detailOf(callbacks)),
    atMost(`${name}, by reads alone`, reads.p50Seconds, most, "s", detailOf(reads)),
    figure(`… by reading each task every ${NAIVE_POLL_MS / 1000} s`, naive.p50Seconds, "s", detailOf(naive)),
    atMost(
      "… requests by reads alone, against that",
      share,
      0.5,
      "×",
      `${requests(reads)} : ${requests(naive)}`,
    ),
  ];
}

async function onServer(use: (server: BenchServer) => Promise<Way>): Promise<Way> {
  const server = await startServer({ resultSizeBytes: RESULT_BYTES });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

async function byEngine({ baseUrl }: BenchServer, hears: BatchOptions["hears"]): Promise<Way> {
  const clock = await createScaledClock(baseUrl, 1);
  const plan = await benchPlan(JOBS, WORK);
  const { jobs, tasks, counts } = await runBatch({ baseUrl, plan, slots: JOBS, clock, scale: 1, hears });
  const doneAtMs = new Map(tasks.map(({ id, updatedAtMs }) => [id, updatedAtMs]));
  const delaysMs = jobs.map(({ taskId = "", updatedAtMs }) => updatedAtMs - (doneAtMs.get(taskId) ?? 0));
  return { p50Seconds: median(delaysMs) / 1000, counts };
}

async function byPolling({ baseUrl }: BenchServer): Promise<Way> {
  const clock = await createScaledClock(baseUrl, 1);
  const { delaysMs, counts } = await runNaively({ baseUrl, clock, jobs: JOBS, slots: JOBS, work: WORK });
  return { p50Seconds: median(delaysMs) / 1000, counts };
}

const requests = ({ counts: { creates, reads } }: Way): number => creates + reads;

const detailOf = ({ counts: { creates, reads } }: Way): string =>
  `${JOBS} jobs at once in real time, ${creates} creates, ${reads} reads, files of ${RESULT_BYTES / 1e6} MB`;
