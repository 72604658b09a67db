import { benchPlan, USUAL_WORK } from "../engine/bench-plan.ts";
import { NAIVE_POLL_MS, runNaively } from "../engine/naive-poller.ts";
import { runBatch } from "../engine/run-batch.ts";
import { createScaledClock } from "../engine/scaled-clock.ts";
import type { WireCounts } from "../engine/wire-counts.ts";
import { atMost, figure, type Measurement } from "../measure.ts";
import { wordsOf } from "./makespan.ts";
import { type BenchServer, startServer } from "./start-server.ts";

const JOBS = 200;
const SLOTS = 20;
const SCALE = 20;
const BARS = [
  { hears: "callbacks", most: 2.3 },
  { hears: "reads", most: 4 },
] as const;

/** API requests for each video that was delivered: the create and every read, beside a client that polls. */
export async function measureRequestsPerVideo(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  const name = `requests per delivered video, ${JOBS} jobs on ${SLOTS} slots`;
  for (const { hears, most } of BARS) {
    const counts = await onServer(async ({ baseUrl }) => {
      const clock = await createScaledClock(baseUrl, SCALE);
      const plan = await benchPlan(JOBS);
      return (await runBatch({ baseUrl, clock, scale: SCALE, plan, slots: SLOTS, hears })).counts;
    });
    rows.push(atMost(`${name}, ${wordsOf(hears)}`, perVideo(counts), most, "requests", detailOf(counts)));
  }
  const naive = await onServer(async ({ baseUrl }) => {
    const clock = await createScaledClock(baseUrl, SCALE);
    return (await runNaively({ baseUrl, clock, jobs: JOBS, slots: SLOTS })).counts;
  });
  const naiveName = `… of a client that reads each task every ${NAIVE_POLL_MS / 1000} s`;
  return [...rows, figure(naiveName, perVideo(naive), "requests", detailOf(naive))];
}

const HIGGSFIELD_BARS = [
  { hears: "callbacks", most: 2.3 },
  { hears: "reads", most: 6 },
] as const;

/** The same at the service that reads no list: each read is of one request. */
export async function measureRequestsPerVideoAtHiggsfield(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  for (const { hears, most } of HIGGSFIELD_BARS) {
    const counts = await onServer(async ({ baseUrl }) => {
      const clock = await createScaledClock(baseUrl, SCALE);
      const service = "higgsfield";
      const plan = await benchPlan(JOBS, { ...USUAL_WORK, service });
      return (await runBatch({ baseUrl, clock, scale: SCALE, plan, slots: SLOTS, hears, service })).counts;
    });
    const name = `requests per delivered video, ${JOBS} jobs on ${SLOTS} slots`;
    rows.push(atMost(`${name}, ${wordsOf(hears)}`, perVideo(counts), most, "requests", detailOf(counts)));
  }
  return rows;
}

async function onServer<Result>(use: (server: BenchServer) => Promise<Result>): Promise<Result> {
  const server = await startServer({ clock: { scale: SCALE }, concurrency: SLOTS, resultSizeBytes: 100_000 });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

const perVideo = ({ creates, reads }: WireCounts): number => (creates + reads) / JOBS;

const detailOf = ({ creates, reads, files }: WireCounts): string =>
  `${creates} creates, ${reads} reads; beside them ${files} requests for files`;
