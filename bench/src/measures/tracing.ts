import { openSqliteStore, type Telemetry } from "@klingkit/engine";
import { createTelemetry } from "@klingkit/engine/telemetry";
import { createTempDir } from "@klingkit/testkit";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { benchPlan } from "../engine/bench-plan.ts";
import { openBenchEngine } from "../engine/open-bench-engine.ts";
import { atMost, figure, type Measurement, median, timeMs } from "../measure.ts";
import { startServer } from "./start-server.ts";

const JOBS = 1000;
const ROUNDS = 7;
const SLOTS = 200;
/** Tasks are done at once, and the engine expects no less. */
const TASK_SPEED = 1_000_000;

/** Takes spans as an exporter does, and sends them nowhere. */
function createCountingExporter() {
  let count = 0;
  const exporter: SpanExporter = {
    export(spans, done) {
      count += spans.length;
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
    forceFlush: () => Promise.resolve(),
  };
  return { exporter, count: () => count };
}

/** What reporting every step costs a run in which nothing else takes time. */
export async function measureTracing(): Promise<readonly Measurement[]> {
  const { exporter, count } = createCountingExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const telemetry = createTelemetry({ tracerProvider });
  const pairs: { readonly on: Run; readonly off: Run }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pair = { on: await runOnce(telemetry), off: await runOnce(undefined) };
    // The first round warms up.
    if (round > 0) pairs.push(pair);
  }
  await tracerProvider.shutdown();
  const detail = `median of ${ROUNDS} pairs of ${JOBS} jobs from enqueue to collected, instant tasks, SQLite with durable commits, files left out, batches of spans to an exporter that sends nothing`;
  const percent = (part: keyof Run) => (median(pairs.map(({ on, off }) => on[part] / off[part])) - 1) * 100;
  return [
    atMost("tracing on against off", percent("ms"), 2, "%", detail),
    figure("… in CPU time of the engine's process", percent("cpuMs"), "%", "holds on a busy machine, too"),
    figure("… spans per job", count() / (JOBS * (ROUNDS + 1)), "spans", "counted by the exporter"),
  ];
}

interface Run {
  /** From enqueue to collected. */
  readonly ms: number;
  /** What this process worked for it. */
  readonly cpuMs: number;
}

async function runOnce(telemetry: Telemetry | undefined): Promise<Run> {
  await using folder = await createTempDir("klingkit-bench-");
  const server = await startServer({ durations: { "*": { clipSeconds: 5, generationMs: 0 } } });
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  try {
    const { engine } = openBenchEngine({
      store,
      baseUrl: server.baseUrl,
      outputDir: folder.file("out"),
      slots: SLOTS,
      taskSpeed: TASK_SPEED,
      collector: ({ filePath }) => Promise.resolve({ filePath, sizeBytes: 1, sha256: "none" }),
      telemetry,
    });
    const plan = await benchPlan(JOBS);
    const cpu = process.cpuUsage();
    const ms = await timeMs(async () => {
      await engine.enqueue(plan);
      await engine.run();
    });
    const { user, system } = process.cpuUsage(cpu);
    return { ms, cpuMs: (user + system) / 1000 };
  } finally {
    await store.close();
    await server.stop();
  }
}
