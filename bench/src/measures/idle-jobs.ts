import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createTempDir, type TempDir } from "@klingkit/testkit";
import { USUAL_WORK } from "../engine/bench-plan.ts";
import { endOf, startKling } from "../engine/kling-process.ts";
import { type ProcessUsage, readUsage } from "../engine/process-usage.ts";
import { atMost, figure, type Measurement } from "../measure.ts";
import { startServer } from "./start-server.ts";

const JOBS = 10_000;
const SLOTS = 5;
/** From the start until nothing changes any more. */
const SETTLE_MS = 12_000;
const WATCH_MS = 20_000;
const INTERRUPTED = 130;
const MB = 1e6;

/** The command line with ten thousand jobs that wait for five slots whose tasks do not end. */
export async function measureIdleJobs(): Promise<readonly Measurement[]> {
  const name = `10,000 waiting jobs, \`kling resume\` idle`;
  if (!existsSync("/proc/self/status"))
    return [figure(name, Number.NaN, "MB", "left out: only Linux tells it")];
  await using folder = await createTempDir("klingkit-bench-");
  const server = await startServer({ transitions: { mode: "stuck" }, concurrency: SLOTS });
  try {
    const call = (...args: readonly string[]) =>
      watch(() => startKling({ args, cwd: folder.path, baseUrl: server.baseUrl }));
    const flags = ["--store", folder.file("jobs.sqlite"), "--quota", String(SLOTS)];
    const made = await call("run", await writeBatch(folder), ...flags);
    const resumed = await call("resume", ...flags);
    return [
      atMost(`${name}: CPU`, resumed.cpuShare * 100, 2, "% of a core", `over ${WATCH_MS / 1000} s`),
      atMost(`${name}: memory`, resumed.residentBytes / MB, 120, "MB", detailOf(resumed)),
      figure(
        "… `kling run`, which has planned the jobs itself",
        made.residentBytes / MB,
        "MB",
        detailOf(made),
      ),
    ];
  } finally {
    await server.stop();
  }
}

async function writeBatch(folder: TempDir): Promise<string> {
  const { model } = USUAL_WORK;
  const prompts = Array.from({ length: JOBS }, (_, at) => `a fox in the snow, take ${at + 1}`);
  const path = folder.file("batch.json");
  await writeFile(
    path,
    JSON.stringify({ defaults: { model }, requests: prompts.map((prompt) => ({ prompt })) }),
  );
  return path;
}

interface Idle extends ProcessUsage {
  readonly cpuShare: number;
}

/** Lets a process come to rest, watches it, and interrupts it. */
async function watch(start: () => ChildProcess): Promise<Idle> {
  const child = start();
  await sleep(SETTLE_MS);
  const before = usageOf(child);
  await sleep(WATCH_MS);
  const after = usageOf(child);
  child.kill("SIGINT");
  await endOf(child, INTERRUPTED);
  return { ...after, cpuShare: (after.cpuMs - before.cpuMs) / WATCH_MS };
}

function usageOf({ pid = 0 }: ChildProcess): ProcessUsage {
  const usage = readUsage(pid);
  if (usage) return usage;
  throw new Error("kling ended although jobs wait");
}

const detailOf = ({ peakBytes, cpuShare }: Idle): string =>
  `resident; at most ${Math.round(peakBytes / MB)} MB since the start; CPU ${(cpuShare * 100).toFixed(2)} % of a core`;
