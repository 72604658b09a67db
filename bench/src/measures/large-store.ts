import { type Collector, openSqliteStore } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { benchPlan } from "../engine/bench-plan.ts";
import { KLING } from "../engine/kling-process.ts";
import { multiplyJobs } from "../engine/multiply-jobs.ts";
import { openBenchEngine } from "../engine/open-bench-engine.ts";
import { atMost, type Measurement, timePairs } from "../measure.ts";
import { runNode } from "./cold-start.ts";
import { startServer } from "./start-server.ts";

const FEW = 100;
const COPIES = 999;
const ROUNDS = 21;

const noFiles: Collector = ({ filePath }) => Promise.resolve({ filePath, sizeBytes: 1, sha256: "none" });

/** `kling jobs` with 100,000 finished jobs against 100, and against a Node process that does nothing. */
export async function measureLargeStore(): Promise<readonly Measurement[]> {
  await using folder = await createTempDir("klingkit-bench-");
  const few = folder.file("few.sqlite");
  const many = folder.file("many.sqlite");
  await finishJobs(few);
  await finishJobs(many);
  multiplyJobs(many, COPIES);
  const list = (store: string) => () => runNode([KLING, "jobs", "--store", store]);
  const large = await timePairs(list(many), list(few), ROUNDS);
  const cold = await timePairs(list(few), () => runNode(["-e", "0"]), ROUNDS);
  const detail = ({ firstMs, secondMs }: typeof large) =>
    `${firstMs.toFixed(0)} ms against ${secondMs.toFixed(0)} ms, ${ROUNDS} pairs`;
  return [
    atMost("`kling jobs` with 100,000 finished jobs, against 100", large.ratio, 1.5, "×", detail(large)),
    atMost("`kling jobs` against `node -e 0`", cold.ratio, 2.5, "×", detail(cold)),
  ];
}

/** A store of jobs that the engine has carried out. */
export async function finishJobs(filePath: string, count = FEW): Promise<void> {
  const server = await startServer({ durations: { "*": { clipSeconds: 5, generationMs: 0 } } });
  const store = await openSqliteStore(filePath);
  try {
    const { baseUrl } = server;
    const outputDir = "/videos";
    const target = { store, baseUrl, outputDir, slots: FEW, taskSpeed: 1e6, collector: noFiles };
    const { engine } = openBenchEngine(target);
    await engine.enqueue(await benchPlan(count));
    await engine.run();
  } finally {
    await store.close();
    await server.stop();
  }
}
