import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTempDir, mountSmallDisk } from "@klingkit/testkit";
import { createScaledClock } from "../engine/scaled-clock.ts";
import { accountOf, type BenchService, type BenchVenue, openBenchService, SCALE } from "./bench-service.ts";
import { type Client, type ClientReport, MODEL, shorten } from "./client-job.ts";
import type { FaultRow } from "./fault-rows.ts";
import { createJumpingClock } from "./jumping-clock.ts";

/** Rows under way at once; each is three clients. */
const WIDTH = 3;
/** All tasks have ended by then, those included that nobody asks about. */
const REST_MS = 1_800_000;
/** Less than a clip, and more than all of them. */
const FULL_KB = 8;
const ROOMY_KB = 16_384;
/** Emulated time for which a full disk stays full. */
const FULL_FOR_MS = 900_000;
/** Emulated time for which somebody else's tasks run; a client that is a process starts late. */
const FOREIGN_MS = 300_000;
/** Emulated age at which nobody can take somebody else's task for his own. */
const FOREIGN_AGE_MS = 120_000;

/** What one client made of one row. */
export interface Purchase extends ClientReport {
  readonly sent: number;
  readonly billed: number;
  /** Whole files on disk. */
  readonly delivered: number;
}

export interface RowOutcome {
  readonly row: FaultRow;
  /** By client; a client whom the row does not concern, or that could not run, is absent. */
  readonly purchases: ReadonlyMap<string, Purchase>;
  /** Why the row was not run. */
  readonly absence?: string;
}

interface Attempt {
  readonly client: string;
  readonly account: string;
  readonly outputDir: string;
  readonly report: ClientReport;
  readonly wholeFiles: number;
}

/** Lets every client buy one video per row, all at one emulator. */
export async function runRows(
  venue: BenchVenue,
  rows: readonly FaultRow[],
  clients: ReadonlyMap<string, Client>,
): Promise<readonly RowOutcome[]> {
  await using folder = await createTempDir("paid-once-");
  await using service = await openBenchService(venue, rows, [...clients.keys()]);
  const waiting = [...rows];
  const done = new Map<FaultRow, readonly Attempt[] | string>();
  const worker = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const place = folder.file(String(rows.indexOf(row)));
      const accountIn = (client: string, own: FaultRow) => accountOf(venue, client, own, rows);
      done.set(row, await runRow({ service, row, clients, place, accountIn }));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  await service.emulator.control.advance(REST_MS);
  return rows.map((row) => {
    const attempts = done.get(row) ?? [];
    if (typeof attempts === "string") return { row, purchases: new Map(), absence: attempts };
    return { row, purchases: new Map(attempts.map((one) => [one.client, bookOf(service, row, one)])) };
  });
}

interface RowRun {
  readonly service: BenchService;
  readonly row: FaultRow;
  readonly clients: ReadonlyMap<string, Client>;
  readonly place: string;
  readonly accountIn: (client: string, row: FaultRow) => string;
}

/** The row's attempts, or why it cannot be run here. */
async function runRow(run: RowRun): Promise<readonly Attempt[] | string> {
  const { hasCallbacks, needsBooks, clockJumpMs } = run.row;
  const concerned = [...run.clients].filter(
    ([name]) =>
      (!(hasCallbacks || needsBooks) || name === "klingkit") &&
      (clockJumpMs === undefined || name !== "kling-api"),
  );
  const attempts: Attempt[] = [];
  const results = await Promise.all(concerned.map(([name, client]) => buy(run, name, client)));
  for (const result of results) {
    if (typeof result === "string") return result;
    attempts.push(result);
  }
  return attempts;
}

async function buy(
  { service, row, place, accountIn }: RowRun,
  client: string,
  buyOne: Client,
): Promise<Attempt | string> {
  const account = accountIn(client, row);
  const folder = join(place, client);
  const outputDir = join(folder, "out");
  await mkdir(outputDir, { recursive: true });
  await using disk = row.hasFullDisk ? await mountSmallDisk(outputDir, FULL_KB) : undefined;
  if (disk?.absence !== undefined) return disk.absence;
  const relief = setTimeout(() => disk?.resize(ROOMY_KB), FULL_FOR_MS / SCALE);
  const scaled = await createScaledClock(service.emulator.baseUrl, SCALE);
  const clock = row.clockJumpMs === undefined ? scaled : createJumpingClock(scaled, row.clockJumpMs);
  for (let at = 0; at < (row.foreignTasks ?? 0); at += 1) await createForeign(service, account, row.takenKey);
  if (row.takenKey !== undefined) await clock.sleep(FOREIGN_AGE_MS);
  const buyIn = (place: string): Promise<ClientReport> =>
    buyOne({ service, row, account, outputDir, folder: place, clock }).catch((error: unknown) => ({
      outcome: shorten(error),
    }));
  let report = await buyIn(folder);
  if (row.losesBooks) {
    const empty = join(folder, "again");
    await mkdir(empty);
    report = await buyIn(empty);
  }
  clearTimeout(relief);
  return { client, account, outputDir, report, wholeFiles: await countWhole(outputDir, service.clip) };
}

async function createForeign(
  { wire, emulator }: BenchService,
  account: string,
  key: string | undefined,
): Promise<void> {
  const response = await wire(`${emulator.baseUrl}/text-to-video/${MODEL}`, {
    method: "POST",
    headers: { authorization: `Bearer ${account}`, "content-type": "application/json" },
    body: JSON.stringify({ prompt: "of somebody else", options: { external_task_id: key } }),
  });
  if (!response.ok) throw new Error(`a foreign task was refused: ${await response.text()}`);
  const { data } = await response.json();
  emulator.control.setTask(data.id, { to: "stuck" });
  setTimeout(() => emulator.control.setTask(data.id, { to: "succeed" }), FOREIGN_MS / SCALE);
}

/** Files that hold exactly what the service made. */
async function countWhole(folder: string, clip: Uint8Array): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    names.filter((name) => name.endsWith(".mp4")).map((name) => readFile(join(folder, name))),
  );
  return files.filter((bytes) => Buffer.compare(bytes, clip) === 0).length;
}

function bookOf(
  { emulator, sent }: BenchService,
  { foreignTasks = 0 }: FaultRow,
  attempt: Attempt,
): Purchase {
  const { account, report, wholeFiles } = attempt;
  return {
    ...report,
    sent: sent(account) - foreignTasks,
    billed: emulator.control.journal(account).billed - foreignTasks,
    delivered: wholeFiles,
  };
}
