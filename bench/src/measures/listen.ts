import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskEvent } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { endOf, startKling } from "../engine/kling-process.ts";
import { readUsage } from "../engine/process-usage.ts";
import { atMost, figure, type Measurement } from "../measure.ts";
import { finishJobs } from "./large-store.ts";
import { type BenchServer, startServer } from "./start-server.ts";

/** Submitted, succeeded and downloaded: the emulated task ends before it is first read. */
const EVENTS_PER_JOB = 3;
const TIMED_JOBS = 334;
/** About 100 events a second. */
const PAUSE_MS = 30;
const FEW_JOBS = 334;
const MANY_JOBS = 3334;
const LIMIT_MS = 180_000;
/** Without a limit V8 lets garbage grow long before it collects any: what is measured is what is needed. */
const SMALL_HEAP = ["--max-old-space-size=64", "--max-semi-space-size=4"];

/** `kling listen --forward-to`: how soon events arrive, that none is lost, and the memory that many need. */
export async function measureListen(): Promise<readonly Measurement[]> {
  const server = await startServer();
  try {
    const { delaysMs, lost, disordered } = await timeEvents(server);
    const p95 =
      delaysMs.toSorted((left, right) => left - right)[Math.floor(delaysMs.length * 0.95)] ?? Number.NaN;
    const detail = `${delaysMs.length} events at 100/s, \`kling listen\` in a process of its own, SQLite`;
    return [
      atMost("event → forwarded, p95", p95, 300, "ms", detail),
      atMost("… events lost or out of order", lost + disordered, 0, "events", detail),
      await compareMemory(server),
    ];
  } finally {
    await server.stop();
  }
}

/** Copies of the store's only job, and of its events, as if they happened now. */
function happen(database: DatabaseSync, from: number, to: number): void {
  const columns = (table: string) =>
    database
      .prepare("select name from pragma_table_info(?) where name <> 'seq'")
      .all(table)
      .map(({ name }) => String(name));
  const copy = (table: string, values: Readonly<Record<string, string>>, order: string) => {
    const names = columns(table);
    const shown = names.map((name) => values[name] ?? `original.${name}`);
    database
      .prepare(
        `with recursive copies(n) as (select ?1 union all select n + 1 from copies where n + 1 < ?2),
           original as (select * from ${table} where ${table === "job" ? "id" : "job_id"} = (select min(id) from job))
         insert into ${table} (${names.join(", ")}) select ${shown.join(", ")} from copies, original order by ${order}`,
      )
      .run(from, to);
  };
  database.exec("BEGIN IMMEDIATE");
  copy("job", { id: "original.id || '-' || n", ext_id: "original.ext_id || '-' || n" }, "n");
  copy("event", { job_id: "original.job_id || '-' || n", at: String(Date.now()) }, "original.seq, n");
  database.exec("COMMIT");
}

interface Receiver {
  readonly url: string;
  readonly server: Server;
  readonly taken: { readonly event: TaskEvent; readonly atMs: number }[];
}

async function startReceiver(): Promise<Receiver> {
  const taken: Receiver["taken"] = [];
  const server = createServer(async (request, response) => {
    const event: TaskEvent = JSON.parse(await text(request));
    taken.push({ event, atMs: Date.now() });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server has an address record; text is for pipes.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server, taken };
}

async function timeEvents({ baseUrl }: BenchServer) {
  await using folder = await createTempDir("klingkit-bench-");
  const store = folder.file("jobs.sqlite");
  await finishJobs(store, 1);
  const receiver = await startReceiver();
  const args = ["listen", "--forward-to", receiver.url, "--since", "1h", "--store", store];
  const child = startKling({ args, cwd: folder.path, baseUrl });
  await until(() => receiver.taken.length >= EVENTS_PER_JOB);
  receiver.taken.length = 0;
  const database = new DatabaseSync(store, { timeout: 10_000 });
  for (let job = 0; job < TIMED_JOBS; job += 1) {
    happen(database, job, job + 1);
    await sleep(PAUSE_MS);
  }
  database.close();
  const wanted = TIMED_JOBS * EVENTS_PER_JOB;
  await until(() => receiver.taken.length >= wanted);
  child.kill("SIGINT");
  await endOf(child);
  receiver.server.close();
  const delaysMs = receiver.taken.map(({ event, atMs }) => atMs - Date.parse(event.createdAt));
  const byJob = Map.groupBy(receiver.taken, ({ event }) => event.data.job.id);
  const seqOf = ({ event }: Receiver["taken"][number]) => Number(event.id.split("_").at(-1));
  const disordered = [...byJob.values()].filter((events) =>
    events.some((one, at) => at > 0 && seqOf(one) < seqOf(events[at - 1] ?? one)),
  ).length;
  return { delaysMs, lost: wanted - new Set(receiver.taken.map(({ event }) => event.id)).size, disordered };
}

async function compareMemory(server: BenchServer): Promise<Measurement> {
  const name = "`kling listen` with 10,000 events that wait: most memory, against 1,000";
  if (!existsSync("/proc/self/status")) return figure(name, Number.NaN, "×", "left out: only Linux tells it");
  const few = await peakBytes(server, FEW_JOBS);
  const many = await peakBytes(server, MANY_JOBS);
  const detail = `${Math.round(many.bytes / 1e6)} MB against ${Math.round(few.bytes / 1e6)} MB, with a heap of 64 MB; ${Math.round((MANY_JOBS * EVENTS_PER_JOB * 60_000) / many.tookMs)} events per minute`;
  return atMost(name, many.bytes / few.bytes, 1.2, "×", detail);
}

async function peakBytes({ baseUrl }: BenchServer, jobs: number) {
  await using folder = await createTempDir("klingkit-bench-");
  const store = folder.file("jobs.sqlite");
  await finishJobs(store, 1);
  const database = new DatabaseSync(store);
  happen(database, 0, jobs);
  database.close();
  const receiver = await startReceiver();
  const args = ["listen", "--forward-to", receiver.url, "--since", "1h", "--store", store];
  const startMs = Date.now();
  const child = startKling({ args, cwd: folder.path, baseUrl, nodeOptions: SMALL_HEAP });
  await until(() => receiver.taken.length >= jobs * EVENTS_PER_JOB);
  const tookMs = Date.now() - startMs;
  const bytes = readUsage(child.pid ?? 0)?.peakBytes ?? Number.NaN;
  child.kill("SIGINT");
  await endOf(child);
  receiver.server.close();
  return { bytes, tookMs };
}

async function until(isReached: () => boolean): Promise<void> {
  const limitMs = Date.now() + LIMIT_MS;
  while (!isReached()) {
    if (Date.now() > limitMs) throw new Error("the events did not arrive");
    await sleep(10);
  }
}
