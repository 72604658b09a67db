import { extname } from "node:path";
import { DownloadError } from "klingkit/node";
import { backoffMs } from "../context/backoff.ts";
import type { CollectedFile, CollectRequest } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import { FAILURES_TOLD, hasMissedOften } from "../follow/follow-jobs.ts";
import { endedOf, failureJson } from "../follow/record-end.ts";
import { recordResults } from "../follow/record-results.ts";
import { judgeCharge } from "../ledger/judge-charge.ts";
import { ReadFailed } from "../provider/failed-request.ts";
import type { TaskView } from "../provider/provider.ts";
import { endJob } from "../state/end-job.ts";
import { updateJob } from "../store/jobs.ts";
import type { Db, JobRow, ResultRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { keepEarlierFile } from "./keep-earlier-file.ts";
import { REFUSED_FOR_GOOD } from "./kept-from-disk.ts";
import {
  createLinkReader,
  doubted,
  isFileKeptBack,
  keepsLinks,
  type LinkReader,
  NOT_DOWNLOADED,
  ResultGone,
  TaskWithdrawn,
} from "./link-reader.ts";
import { measureCharge } from "./measure-charge.ts";
import { nameByKind } from "./name-by-kind.ts";
import { keepCollected, recordFile, recordNoFile } from "./record-file.ts";
import { collectedFileOf, forgetLinks, hasFile, readResults, recordCollected } from "./results.ts";
import { underFreeName, type Wanted } from "./under-free-name.ts";
import { withWarning } from "./with-warning.ts";
import { underWritableName } from "./writable-name.ts";

/** Downloads the result of a succeeded job and puts it on record, or comes back later. */
export async function collectJob(
  context: EngineContext,
  claimed: JobRow,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = context.clock.nowMs();
  const reader = createLinkReader(context, claimed);
  let job = claimed;
  try {
    const links = await findLinks(context, job, reader);
    if (links === undefined) return await recordWithoutFile(context, job);
    const { results, url } = links;
    const first = results.length > 0 ? results.find(isFirstToFetch) : ({ kind: "video", url } as const);
    if (first) job = await nameByKind(context, job, first);
    if (results.length > 0) return await collectAll(context, { job, results, reader, startedAtMs, signal });
    const file = await fetchResult(context, { job, url, reader, signal });
    const charge = await measureCharge(context, job, file);
    const atMs = context.clock.nowMs();
    await recordFile(context, { job, file, atMs, startedAtMs, charge });
  } catch (error) {
    if (isLost(error)) return;
    await comeBack(context, job, { error: await reader.judge(error), isAborted: signal.aborted });
  }
}

interface Links {
  /** Empty where the only result is a video. */
  readonly results: readonly ResultRow[];
  /** Link of that video. */
  readonly url: string;
}

/** Undefined where the answer to the create was all there is, and it had no result: no face, say. */
async function findLinks(
  context: EngineContext,
  job: JobRow,
  reader: LinkReader,
): Promise<Links | undefined> {
  if (job.result_url !== null) return { results: [], url: job.result_url };
  const { store, clock } = context;
  const results = await readResults(store.reader, job.id);
  if (results.length > 0) return { results, url: "" };
  if (keepsLinks(context, job)) return undefined;
  // The service gave no link when the task ended.
  const { files, url = "" } = await reader.task(0);
  if (files === undefined) return { results: [], url };
  await store.write((db) => recordResults(db, job, { files, atMs: clock.nowMs() }));
  return { results: await readResults(store.reader, job.id), url };
}

interface Fetch {
  readonly job: JobRow;
  readonly url: string;
  readonly reader: LinkReader;
  readonly signal: AbortSignal;
}

async function fetchResult(
  context: EngineContext,
  { job, url, reader, signal }: Fetch,
): Promise<CollectedFile> {
  const refresh = () => reader.link();
  const task = job.task_id === null ? {} : { taskId: job.task_id };
  return underWritableName({ filePath: job.file_path, plainName: `${job.id}.mp4` }, (filePath) =>
    fetchTo(context, { job, number: 0 }, { url, refresh, filePath, resumeKey: job.id, ...task, signal }),
  );
}

/** A path may be that of another job's file, where a person named it twice, or of a file that is the person's own. */
async function fetchTo(
  context: EngineContext,
  { job, number }: Omit<Wanted, "filePath">,
  request: CollectRequest,
): Promise<CollectedFile> {
  const { filePath } = request;
  const kept = await keepEarlierFile(context, job, filePath);
  const file = await underFreeName(context, { job, number, filePath }, (path) =>
    context.collector({ ...request, filePath: path }),
  );
  return kept === undefined ? file : withWarning(file, kept);
}

interface Collection {
  readonly job: JobRow;
  readonly results: readonly ResultRow[];
  readonly reader: LinkReader;
  readonly startedAtMs: number;
  readonly signal: AbortSignal;
}

/** Fetches what is missing, one after the other; each is recorded at once, and the job is collected with the last. */
async function collectAll(
  context: EngineContext,
  { job, results, reader, startedAtMs, signal }: Collection,
): Promise<void> {
  const withFiles = results.filter(hasFile);
  if (withFiles.length === 0) return await recordWithoutFile(context, job);
  const files: CollectedFile[] = [];
  const last = withFiles.findLast(({ state }) => state === "waiting") ?? withFiles.at(-1);
  for (const row of withFiles) {
    const { number, kind } = row;
    const file =
      row.state === "collected"
        ? collectedFileOf(row)
        : await fetchOne(context, { job, row, reader, signal });
    files.push(file);
    const atMs = context.clock.nowMs();
    if (row === last) continue;
    if (row.state === "waiting")
      await context.store.write((db) => recordCollected(db, [{ job, file, atMs, number, kind }]));
  }
  const file = files[last === undefined ? 0 : withFiles.indexOf(last)];
  if (!last || !file) return;
  // Such as one that is fetched again: its price may have been unknown before.
  const charge = files.length > 1 ? undefined : await measureCharge(context, job, file);
  const atMs = context.clock.nowMs();
  const { number, kind } = last;
  await recordFile(context, { job, file, atMs, startedAtMs, number, kind, files, charge });
}

/** The one that has the path of the job. */
const isFirstToFetch = ({ number, state }: ResultRow): boolean => number === 0 && state === "waiting";

async function recordWithoutFile({ store, clock }: EngineContext, job: JobRow): Promise<void> {
  await store.write((db) => recordNoFile(db, job, clock.nowMs()));
}

async function fetchOne(
  context: EngineContext,
  { job, row, reader, signal }: Omit<Fetch, "url"> & { readonly row: ResultRow },
): Promise<CollectedFile> {
  const { number } = row;
  const refresh = () => reader.link(number);
  const url = row.url ?? (await refresh());
  const task = job.task_id === null ? {} : { taskId: job.task_id };
  const wanted = number === 0 ? job.file_path : (row.file_path ?? job.file_path);
  const resumeKey = number === 0 ? job.id : `${job.id}-${number}`;
  return underWritableName({ filePath: wanted, plainName: `${resumeKey}${extname(wanted)}` }, (filePath) =>
    fetchTo(context, { job, number }, { url, refresh, filePath, resumeKey, ...task, signal }),
  );
}

/** Tries in a row that brought nothing, before runs no longer wait for a result that gives no file: about ten minutes. @source INF */
const MOST_MISSES = 20;
/** A worker tries those again so often, until their time at the service is over. */
const LATER_LOOK_MS = 3_600_000;

interface Failure {
  readonly error: unknown;
  readonly isAborted: boolean;
}

/** The video is bought; collecting it again costs nothing, until the service has purged it. */
async function comeBack(context: EngineContext, job: JobRow, { error, isAborted }: Failure): Promise<void> {
  const nowMs = context.clock.nowMs();
  const shown = error instanceof ResultGone && !hasMissedOften(job) ? doubted(error) : error;
  const message = textOf(shown);
  // A process that is asked to end is no fault of the download.
  const told = isAborted
    ? {}
    : { error_json: JSON.stringify({ code: codeOf(shown), message, ...detailsOf(shown) }) };
  if (!isAborted) context.onError(shown, job.id);
  try {
    await context.store.write(async (db) => {
      const failures = isAborted ? job.failures : countFailures(job, error);
      if (await isOver(db, job, { error, failures, nowMs })) return;
      // The next try asks for a fresh link, which may lead elsewhere.
      const again = isAborted
        ? ({ next_at: nowMs, waits_for: null } as const)
        : nextTry(context, { error, failures, nowMs });
      await updateJob(db, job, { ...again, failures, lease_owner: null, result_url: null, ...told });
      await askForFreshLinks(db, context, job);
      const isNewRest = again.waits_for === "link" && job.waits_for !== "link";
      if (isAborted || !(isNewRest || failures === FAILURES_TOLD)) return;
      const worker = job.lease_owner;
      await addEvent(db, {
        atMs: nowMs,
        jobId: job.id,
        kind: "job-download-fails",
        worker,
        data: { message },
      });
    });
  } catch (lost) {
    if (!isLost(lost)) throw lost;
  }
}

/** A job that waits for its link keeps no run from its end; the next run tries again at once. */
function nextTry(context: EngineContext, { error, failures, nowMs }: Try) {
  if (failures > 1 && isRefusedForGood(error)) return { next_at: null, waits_for: "link" } as const;
  if (failures >= MOST_MISSES && isFileKeptBack(error))
    return { next_at: nowMs + LATER_LOOK_MS, waits_for: "link" } as const;
  return { next_at: nowMs + backoffMs(context, failures), waits_for: null };
}

async function askForFreshLinks(db: Db, context: EngineContext, job: JobRow): Promise<void> {
  if (job.result_url === null && !keepsLinks(context, job)) await forgetLinks(db, job);
}

interface Try {
  readonly error: unknown;
  readonly failures: number;
  readonly nowMs: number;
}

/** Ends the job where the service has no file for it any more. */
async function isOver(db: Db, job: JobRow, { error, failures, nowMs }: Try): Promise<boolean> {
  if (error instanceof ResultGone && hasMissedOften(job)) {
    const { message } = error;
    if (await keepCollected(db, job, { message, atMs: nowMs })) return true;
    await endJob(db, job, {
      to: "expired",
      atMs: nowMs,
      event: { kind: "job-expired", data: { message } },
      set: { error_json: JSON.stringify({ code: codeOf(error), message }) },
    });
    return true;
  }
  // Once may be a read from a cache.
  if (!(error instanceof TaskWithdrawn) || failures < FAILURES_TOLD) return false;
  await recordWithdrawn(db, job, { task: error.task, nowMs });
  return true;
}

async function recordWithdrawn(
  db: Db,
  job: JobRow,
  { task, nowMs }: { readonly task: TaskView; readonly nowMs: number },
): Promise<void> {
  const { units } = judgeCharge(job, { reported: task.units, hasSucceeded: false });
  const withdrawn = { message: new TaskWithdrawn(task).message, atMs: nowMs, chargedUnits: units };
  if (await keepCollected(db, job, withdrawn)) return;
  await endJob(db, job, {
    to: "failed",
    atMs: nowMs,
    chargedUnits: units,
    event: { kind: "job-failed", data: endedOf(task, units) },
    set: { raw_status: task.rawStatus, error_json: failureJson(task) },
  });
}

const isRefusedForGood = (error: unknown): boolean => REFUSED_FOR_GOOD.includes(codeOf(error));

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface DownloadDetails {
  /** Whose link was refused. */
  readonly host?: string;
  readonly receivedBytes?: number;
}

function detailsOf(error: unknown): DownloadDetails {
  if (!DownloadError.isInstance(error)) return {};
  const { host, receivedBytes = 0 } = error;
  return { ...(host === undefined ? {} : { host }), ...(receivedBytes > 0 ? { receivedBytes } : {}) };
}

/** A long file over a bad connection comes bit by bit, and counts as one that comes. */
function countFailures({ failures, error_json }: JobRow, error: unknown): number {
  const before: DownloadDetails = error_json === null ? {} : JSON.parse(error_json);
  const hasMore = (detailsOf(error).receivedBytes ?? 0) > (before.receivedBytes ?? 0);
  return hasMore ? Math.min(failures, FAILURES_TOLD) + 1 : failures + 1;
}

/** What the task is read for makes no difference to the job: its result is not there. */
function codeOf(error: unknown): string {
  if (error instanceof ReadFailed) return NOT_DOWNLOADED;
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : NOT_DOWNLOADED;
}
