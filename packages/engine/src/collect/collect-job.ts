import { RETENTION_DAYS } from "@klingkit/spec";
import { DownloadError } from "klingkit/node";
import { backoffMs } from "../context/backoff.ts";
import type { CollectedFile } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { readWithinTime } from "../context/within-time.ts";
import { addEvent } from "../events/add-event.ts";
import { FAILURES_TOLD, hasMissedOften, isPastRetention, refOf } from "../follow/follow-jobs.ts";
import { judgeCharge } from "../ledger/judge-charge.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { TaskView } from "../provider/provider.ts";
import { endJob } from "../state/end-job.ts";
import { updateJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { recordFile } from "./record-file.ts";
import { underWritableName } from "./writable-name.ts";

/** The service has the task and gives no link for it, now. */
class NoLink extends Error {
  override readonly name = "NoLink";
}

/** The service now reports the task as failed. */
class TaskWithdrawn extends Error {
  override readonly name = "TaskWithdrawn";
  readonly task: TaskView;

  constructor(task: TaskView) {
    super(`The service now reports that the task failed${task.message === "" ? "." : `: ${task.message}`}`);
    this.task = task;
  }
}

/** Code of the error of a job whose video was made and paid for, and is no longer at the service. */
export const RESULT_GONE = "result_gone";

/** The service no longer has the task, or its file. */
class ResultGone extends Error {
  override readonly name = "ResultGone";
  readonly code = RESULT_GONE;
}

/** Downloads the result of a succeeded job and puts it on record, or comes back later. */
export async function collectJob(context: EngineContext, job: JobRow, signal: AbortSignal): Promise<void> {
  try {
    const file = await fetchResult(context, job, signal);
    const atMs = context.clock.nowMs();
    await context.store.write((db) => recordFile(db, job, { file, atMs }));
  } catch (error) {
    if (isLost(error)) return;
    await comeBack(context, job, { error, isAborted: signal.aborted });
  }
}

async function fetchResult(context: EngineContext, job: JobRow, signal: AbortSignal): Promise<CollectedFile> {
  const refresh = () => readLink(context, job);
  const url = job.result_url ?? (await refresh());
  const task = job.task_id === null ? {} : { taskId: job.task_id };
  return underWritableName({ filePath: job.file_path, plainName: `${job.id}.mp4` }, (filePath) =>
    context.collector({ url, refresh, filePath, resumeKey: job.id, ...task, signal }),
  );
}

async function readLink(context: EngineContext, job: JobRow): Promise<string> {
  const { provider, timing } = context;
  const { readTimeoutMs } = timing;
  const ref = refOf(job);
  const [found] = await readWithinTime(readTimeoutMs, provider.read([ref], { timeoutMs: readTimeoutMs }));
  const answer = found && ownAnswer(found, ref);
  if (answer?.kind === "found" && answer.task.url !== undefined) return answer.task.url;
  if (answer?.kind === "found" && answer.task.status === "failed") throw new TaskWithdrawn(answer.task);
  const isGone =
    (answer?.kind === "absent" && isPastRetention(context, job)) ||
    (answer?.kind === "found" && hasOutlivedFiles(context, job));
  if (isGone || answer?.kind === "expired") throw new ResultGone(provider.goneMessage);
  throw new NoLink(answer?.kind === "error" ? answer.message : "the service gives no link for the result");
}

const FILES_KEPT_MS = RETENTION_DAYS * 86_400_000;

/** The record of an old task is kept longer than its files, and by an emulator as by the service. */
const hasOutlivedFiles = ({ clock }: EngineContext, { accepted_at }: JobRow): boolean =>
  accepted_at !== null && clock.nowMs() - accepted_at > FILES_KEPT_MS;

/** The video is bought; collecting it again costs nothing, until the service has purged it. */
async function comeBack(
  context: EngineContext,
  job: JobRow,
  { error, isAborted }: { readonly error: unknown; readonly isAborted: boolean },
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const message = textOf(error);
  const error_json = JSON.stringify({ code: codeOf(error), message, ...hostOf(error) });
  if (!isAborted) context.onError(error, job.id);
  try {
    await context.store.write(async (db) => {
      const failures = isAborted ? job.failures : job.failures + 1;
      if (await isOver(db, job, { error, failures, nowMs })) return;
      // The next try asks for a fresh link, which may lead elsewhere.
      const isForGood = failures > 1 && isRefusedForGood(error);
      const again = isForGood
        ? ({ next_at: null, waits_for: "link" } as const)
        : { next_at: isAborted ? nowMs : nowMs + backoffMs(context, failures) };
      await updateJob(db, job, { ...again, failures, lease_owner: null, result_url: null, error_json });
      if (isAborted || !(isForGood || failures === FAILURES_TOLD)) return;
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

interface Try {
  readonly error: unknown;
  readonly failures: number;
  readonly nowMs: number;
}

/** Ends the job where the service has no file for it any more. */
async function isOver(db: Db, job: JobRow, { error, failures, nowMs }: Try): Promise<boolean> {
  if (error instanceof ResultGone && hasMissedOften(job)) {
    const { message } = error;
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
  const { taskId, message } = task;
  await endJob(db, job, {
    to: "failed",
    atMs: nowMs,
    chargedUnits: units,
    event: { kind: "job-failed", data: { taskId, units, ...(message === "" ? {} : { message }) } },
    set: { raw_status: task.rawStatus, error_json: JSON.stringify({ code: "task_failed", message }) },
  });
}

/** Refusals of ours that time does not change: a person must allow the host, or more bytes. */
const REFUSED_FOR_GOOD = [
  "KLINGKIT_DOWNLOAD_URL_REFUSED",
  "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS",
  "KLINGKIT_DOWNLOAD_TOO_LARGE",
];

const isRefusedForGood = (error: unknown): boolean => REFUSED_FOR_GOOD.includes(codeOf(error));

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The host whose link was refused. */
const hostOf = (error: unknown): { readonly host?: string } =>
  DownloadError.isInstance(error) && error.host !== undefined ? { host: error.host } : {};

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : "collect_failed";
}
