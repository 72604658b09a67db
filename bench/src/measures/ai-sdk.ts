import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createTempDir } from "@klingkit/testkit";
import { endOf } from "../engine/kling-process.ts";
import { readUsage } from "../engine/process-usage.ts";
import { atMost, figure, type Measurement, timePairs } from "../measure.ts";
import { runNode } from "./cold-start.ts";
import { type BenchServer, startServer } from "./start-server.ts";

const ROOT = new URL("../../../", import.meta.url);
const PROGRAM = fileURLToPath(new URL("tests/processes/support/make-videos.ts", ROOT));
const VIDEOS = 100;
const RESULT_BYTES = 40_000_000;
/** Tasks are done within a fraction of a second. */
const SCALE = 500;
const LOOK_MS = 20;
const MB = 1e6;
const ROUNDS = 21;

/** The provider for the AI SDK: memory of many videos, and what its import takes. */
export const measureAiSdk = async (): Promise<readonly Measurement[]> => [
  await measureMemory(),
  await measureImport(),
];

async function measureMemory(): Promise<Measurement> {
  const name = `\`generateVideo\`, ${VIDEOS} videos of 40 MB in one call: most memory, against 1`;
  if (!existsSync("/proc/self/status")) return figure(name, Number.NaN, "×", "left out: only Linux tells it");
  const server = await startServer({ clock: { scale: SCALE }, resultSizeBytes: RESULT_BYTES });
  try {
    const one = await peakBytes(server, 1);
    const many = await peakBytes(server, VIDEOS);
    const detail = `${Math.round(many / MB)} MB against ${Math.round(one / MB)} MB resident at most, delivered as files`;
    return atMost(name, many / one, 1.2, "×", detail);
  } finally {
    await server.stop();
  }
}

async function peakBytes({ baseUrl }: BenchServer, videos: number): Promise<number> {
  await using folder = await createTempDir("klingkit-bench-");
  const child = spawn(process.execPath, [PROGRAM, String(videos)], {
    stdio: "ignore",
    env: {
      ...process.env,
      KLING_API_KEY: "api-key-kling-bench",
      KLING_BASE_URL: baseUrl,
      KLING_STORE: folder.file("jobs.sqlite"),
      VIDEO_FOLDER: folder.file("videos"),
    },
  });
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

async function measureImport(): Promise<Measurement> {
  const load = (path: string) => () =>
    runNode(["--input-type=module", "-e", `await import(${JSON.stringify(new URL(path, ROOT).href)})`]);
  const pair = await timePairs(
    load("packages/ai-sdk/dist/index.js"),
    load("packages/engine/dist/index.js"),
    ROUNDS,
  );
  const detail = `${pair.firstMs.toFixed(0)} ms against ${pair.secondMs.toFixed(0)} ms, ${ROUNDS} pairs`;
  const name = "import of `@klingkit/ai-sdk`, beyond that of the engine";
  return atMost(name, pair.firstMs - pair.secondMs, 25, "ms", detail);
}
