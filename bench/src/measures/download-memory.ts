import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createTempDir } from "@klingkit/testkit";
import { USUAL_WORK } from "../engine/bench-plan.ts";
import { endOf, startKling } from "../engine/kling-process.ts";
import { readUsage } from "../engine/process-usage.ts";
import { atMost, figure, type Measurement } from "../measure.ts";
import { type BenchServer, startServer } from "./start-server.ts";

const JOBS = 50;
const RESULT_BYTES = 100_000_000;
/** Tasks are done within a fraction of a second. */
const SCALE = 500;
const LOOK_MS = 20;
const MB = 1e6;

/** Most memory of the command line while it downloads many large results, against one. */
export async function measureDownloadMemory(): Promise<readonly Measurement[]> {
  const name = `${JOBS} jobs with files of 100 MB: most memory, against 1 job`;
  if (!existsSync("/proc/self/status"))
    return [figure(name, Number.NaN, "×", "left out: only Linux tells it")];
  const server = await startServer({ clock: { scale: SCALE }, resultSizeBytes: RESULT_BYTES });
  try {
    const one = await peakBytes(server, 1);
    const many = await peakBytes(server, JOBS);
    const detail = `${Math.round(many / MB)} MB against ${Math.round(one / MB)} MB resident at most, \`kling run\``;
    return [atMost(name, many / one, 1.3, "×", detail)];
  } finally {
    await server.stop();
  }
}

async function peakBytes({ baseUrl }: BenchServer, jobs: number): Promise<number> {
  await using folder = await createTempDir("klingkit-bench-");
  const requests = Array.from({ length: jobs }, (_, at) => ({ prompt: `a fox, take ${at + 1}` }));
  const batch = folder.file("batch.json");
  await writeFile(batch, JSON.stringify({ defaults: { model: USUAL_WORK.model }, requests }));
  const args = ["run", batch, "--store", folder.file("jobs.sqlite"), "--quota", String(JOBS)];
  const child = startKling({ args, cwd: folder.path, baseUrl });
  const ended = endOf(child);
  let isRunning = true;
  const stop = () => {
    isRunning = false;
  };
  ended.then(stop, stop);
  let most = 0;
  while (isRunning) {
    most = Math.max(most, readUsage(child.pid ?? 0)?.peakBytes ?? 0);
    await sleep(LOOK_MS);
  }
  await ended;
  return most;
}
