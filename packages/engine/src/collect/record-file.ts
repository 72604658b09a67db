import { existsSync } from "node:fs";
import { hostname } from "node:os";
import type { CollectedFile } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { accountOf, isOfAccount } from "../context/engine-contexts.ts";
import { correctCharge } from "../ledger/ledger.ts";
import { changeState, moveEach, moveJob } from "../state/move-job.ts";
import { offerResults } from "../state/offer-results.ts";
import { fulfilled, gatherWrites, type Outcomes, rejected, writeOne } from "../store/gather-writes.ts";
import { getJob, jobLost } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { type MeasuredCharge, measureCharge } from "./measure-charge.ts";
import { RESULT_GONE } from "./result-gone.ts";
import {
  type CollectedResult,
  hasFile,
  readResults,
  recordCollected,
  restoreResults,
  wantResults,
} from "./results.ts";

export interface Collected extends CollectedResult {
  readonly job: JobRow;
  /** The file that came last. */
  readonly file: CollectedFile;
  /** When the download began. Unknown of a file that was fetched outside a run. */
  readonly startedAtMs?: number;
  /** Takes the place of what was booked when the task ended. */
  readonly charge?: MeasuredCharge | undefined;
  /** All files of the job, in order. Default: this one alone. */
  readonly files?: readonly CollectedFile[];
}

/** Every result of a job is on the disk. Throws StoreError like `moveJob`. */
export const recordFile = gatherWrites(recordFiles);

/** The same for several jobs, in the caller's transaction. */
async function recordFiles(
  db: Db,
  _context: Pick<EngineContext, "store">,
  all: readonly Collected[],
): Promise<Outcomes<Collected, void>> {
  const moved = await moveEach(
    db,
    all.map((collected) => ({ job: collected.job, move: collectedMove(collected) })),
  );
  const collected = all.filter((_, at) => moved[at]);
  await recordCollected(db, collected);
  for (const { job, atMs, charge } of collected)
    if (charge) await correctCharge(db, job, { atMs, units: charge.units });
  for (const { job, atMs } of collected)
    if (job.is_needed === 1) await offerResults(db, job.id, { atMs, isCollected: true });
  return new Map(all.map((one, at) => [one, moved[at] ? fulfilled(undefined) : rejected(jobLost(one.job))]));
}

function collectedMove({ file, atMs, startedAtMs, charge, files = [file] }: Collected) {
  const [first = file, ...others] = files;
  const facts = {
    ...(others.length > 0 ? { others } : {}),
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...charge,
  };
  return {
    to: "collected",
    atMs,
    event: { kind: "job-collected", data: { ...first, ...facts } },
    set: { file_path: first.filePath, result_url: null },
  } as const;
}

/** Path of a job that has no file, such as the creation of an element. */
const NO_FILE = "";

/** The job is done, and there is nothing to download: what it made is in its results. */
export const recordNoFile = async (db: Db, job: JobRow, atMs: number): Promise<void> =>
  void (await moveJob(db, job, {
    to: "collected",
    atMs,
    event: { kind: "job-collected", data: {} },
    set: { file_path: NO_FILE, result_url: null },
  }));

/**
 * Puts the only file of a job on record that was fetched outside a run. False where the job has a file or is to get several, or
 * another process fetches it.
 */
export async function recordFetched(
  context: Pick<EngineContext, "store" | "clock" | "provider">,
  id: string,
  file: CollectedFile,
): Promise<boolean> {
  const atMs = context.clock.nowMs();
  const charge = await measureCharge(context, await getJob(context.store.reader, id), file);
  return context.store.write(async (db) => {
    const found = await getJob(db, id);
    const isOurs = isOfAccount(context, found) && found.lease_owner === null;
    const [only, ...others] = (await readResults(db, id)).filter(hasFile);
    if (!isOurs || others.length > 0) return false;
    const job = isFileGone(found) ? await wantFile(db, found, atMs) : found;
    if (job.state !== "succeeded") return false;
    const { number, kind } = only ?? { number: 0, kind: "video" as const };
    await writeOne(recordFiles, { db, context, item: { job, file, atMs, number, kind, charge } });
    return true;
  });
}

/**
 * Makes collected jobs whose file is no longer on this disk fetch it again. Returns their ids. Those that the service was found
 * to have no file for are not asked for again.
 */
export async function refetchGone(
  context: Pick<EngineContext, "store" | "clock" | "provider">,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { store, clock } = context;
  const { provider, account } = accountOf(context);
  const atMs = clock.nowMs();
  const again: string[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const jobs = await store.reader
      .selectFrom("job")
      .selectAll()
      .where("id", "in", ids.slice(at, at + CHUNK))
      .where("provider", "=", provider)
      .where("account", "=", account)
      .where("state", "=", "collected")
      .execute();
    for (const { id } of jobs.filter((job) => isFileGone(job) && !isKnownLost(job))) {
      const isAsked = await store.write(async (db) => {
        // Another process may have asked meanwhile.
        const job = await getJob(db, id);
        if (isFileGone(job)) await wantFile(db, job, atMs);
        return isFileGone(job);
      });
      if (isAsked) again.push(id);
    }
  }
  return again;
}

/** Jobs whose rows are in memory at once: of a long list few files are gone. */
const CHUNK = 400;

const isFileGone = ({ state, file_path }: JobRow): boolean =>
  state === "collected" && file_path !== NO_FILE && !existsSync(file_path);

const isKnownLost = ({ error_json }: JobRow): boolean =>
  error_json !== null && Object(JSON.parse(error_json)).code === RESULT_GONE;

export interface FileLoss {
  readonly message: string;
  readonly atMs: number;
  /** What the service charges now, where it took the task back. Default: what was booked before stays. */
  readonly chargedUnits?: number;
}

/**
 * Ends the fetching of a file that was on a disk before, and that the service no longer has: the job was collected, perhaps on
 * another machine, and stays so. False where it never was.
 */
export async function keepCollected(
  db: Db,
  job: JobRow,
  { message, atMs, chargedUnits }: FileLoss,
): Promise<boolean> {
  const files = (await readResults(db, job.id)).filter(({ file_path }) => file_path !== null);
  // One that was never on a disk has no hash.
  if (files.length === 0 || files.some(({ sha256 }) => sha256 === null)) return false;
  const { file_path: filePath } = job;
  const lost = `${filePath} is not on ${hostname()}. ${message}`;
  await moveJob(db, job, {
    to: "collected",
    atMs,
    event: {
      kind: "job-file-lost",
      data: { filePath, message: lost, ...(chargedUnits === undefined ? {} : { units: chargedUnits }) },
    },
    set: { error_json: JSON.stringify({ code: RESULT_GONE, message: lost }) },
  });
  await restoreResults(db, job, atMs);
  if (chargedUnits !== undefined) await correctCharge(db, job, { atMs, units: chargedUnits });
  return true;
}

/** No end: the purchase ended before, and its money and slots stay as they are. */
async function wantFile(db: Db, job: JobRow, atMs: number): Promise<JobRow> {
  const wanted = await changeState(db, job, {
    to: "succeeded",
    atMs,
    event: { kind: "job-file-gone", data: { filePath: job.file_path } },
    set: { next_at: atMs },
  });
  await wantResults(db, job, atMs);
  return wanted;
}
