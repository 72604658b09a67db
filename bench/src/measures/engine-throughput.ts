import { type Collector, openPostgresStore, openSqliteStore, type Store } from "@klingkit/engine";
import { createTempDir, findPostgres, startTestPostgres } from "@klingkit/testkit";
import { benchPlan } from "../engine/bench-plan.ts";
import { openBenchEngine } from "../engine/open-bench-engine.ts";
import { atLeast, figure, type Measurement, median, timeMs } from "../measure.ts";
import { startServer } from "./start-server.ts";

const SLOTS = 200;
const ROUNDS = 3;
const JOBS = { sqlite: 2000, files: 1000, postgres: 600 } as const;
const FILE_BYTES = 10_000;
/** Tasks are done at once, and the engine expects no less. */
const TASK_SPEED = 1_000_000;

/** Takes the place of downloads where only the store is measured. */
const noFiles: Collector = ({ filePath }) => Promise.resolve({ filePath, sizeBytes: 1, sha256: "none" });

/** Jobs per second with tasks that take no time: what the engine and its durable commits cost. */
export async function measureEngineThroughput(): Promise<readonly Measurement[]> {
  const detail = (jobs: number, more: string) =>
    `median of ${ROUNDS} × ${jobs} jobs from enqueue to collected, ${SLOTS} slots, over loopback HTTP, ${more}`;
  const onSqlite = await jobsPerSecond({ jobs: JOBS.sqlite, open: openFile, collector: noFiles });
  const withFiles = await jobsPerSecond({ jobs: JOBS.files, open: openFile });
  return [
    atLeast(
      "engine throughput, instant tasks, SQLite with durable commits",
      onSqlite,
      300,
      "jobs/s",
      detail(JOBS.sqlite, "files left out"),
    ),
    figure(
      "… with files of 10 kB, each synced to the disk",
      withFiles,
      "jobs/s",
      detail(JOBS.files, "one process"),
    ),
    await measurePostgres((more) => detail(JOBS.postgres, more)),
  ];
}

async function measurePostgres(detail: (more: string) => string): Promise<Measurement> {
  const name = "… on PostgreSQL with durable commits and pg-boss wake-ups";
  const found = findPostgres();
  if (!found.isFound) return figure(name, Number.NaN, "jobs/s", `left out: ${found.reason}`);
  await using server = await startTestPostgres({ isDurable: true });
  let count = 0;
  const open = () => {
    count += 1;
    return openPostgresStore(server.url(`bench${count}`), { wakeups: "pg-boss" });
  };
  const rate = await jobsPerSecond({ jobs: JOBS.postgres, open, collector: noFiles });
  return atLeast(name, rate, 200, "jobs/s", detail("files left out"));
}

const openFile = (folder: string): Promise<Store> => openSqliteStore(`${folder}/jobs.sqlite`);

interface Load {
  readonly jobs: number;
  readonly open: (folder: string) => Promise<Store>;
  readonly collector?: Collector;
}

async function jobsPerSecond(load: Load): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rates.push(await runOnce(load));
  return median(rates);
}

async function runOnce({ jobs, open, collector }: Load): Promise<number> {
  await using folder = await createTempDir("klingkit-bench-");
  const server = await startServer({
    durations: { "*": { clipSeconds: 5, generationMs: 0 } },
    resultSizeBytes: FILE_BYTES,
  });
  const store = await open(folder.path);
  try {
    const { engine } = openBenchEngine({
      store,
      baseUrl: server.baseUrl,
      outputDir: folder.file("out"),
      slots: SLOTS,
      taskSpeed: TASK_SPEED,
      ...(collector ? { collector } : {}),
    });
    const plan = await benchPlan(jobs);
    const spentMs = await timeMs(async () => {
      await engine.enqueue(plan);
      const { counts } = await engine.run();
      if (counts.collected !== jobs)
        throw new Error(`not all jobs were collected: ${JSON.stringify(counts)}`);
    });
    return (jobs / spentMs) * 1000;
  } finally {
    await store.close();
    await server.stop();
  }
}
