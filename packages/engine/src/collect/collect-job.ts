import { KlingDownloadError } from "klingkit/node";
import { backoffMs, type EngineContext } from "../engine/settings.ts";
import { readWithinTime } from "../engine/within-time.ts";
import { FAILURES_TOLD, hasMissedOften, isPastRetention, refOf } from "../follow/follow-jobs.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import { addEvent, moveJob, updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import type { CollectedFile } from "./collector.ts";
import { recordFile } from "./record-file.ts";

/** The service has the task and gives no link for it, now. */
class NoLink extends Error {
  override readonly name = "NoLink";
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
  return context.collector({
    url,
    refresh,
    filePath: job.file_path,
    resumeKey: job.id,
    ...(job.task_id === null ? {} : { taskId: job.task_id }),
    signal,
  });
}

async function readLink(context: EngineContext, job: JobRow): Promise<string> {
  const { provider, timing } = context;
  const { readTimeoutMs } = timing;
  const ref = refOf(job);
  const [found] = await readWithinTime(readTimeoutMs, provider.read([ref], { timeoutMs: readTimeoutMs }));
  const answer = found && ownAnswer(found, ref);
  if (answer?.kind === "found" && answer.task.url !== undefined) return answer.task.url;
  // The service keeps the record of an old task longer than its files. An emulator forgets both, and much sooner.
  const mayBeGone = answer?.kind === "absent" || (answer?.kind === "found" && provider.spendsMoney);
  const isGone = mayBeGone && isPastRetention(context, job);
  if (isGone || answer?.kind === "expired") throw new ResultGone(provider.goneMessage);
  throw new NoLink(answer?.kind === "error" ? answer.message : "the service gives no link for the result");
}

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
      if (error instanceof ResultGone && hasMissedOften(job)) {
        await moveJob(db, job, {
          to: "expired",
          atMs: nowMs,
          event: { kind: "job-expired", data: { message } },
          set: { error_json },
        });
        return;
      }
      const failures = isAborted ? job.failures : job.failures + 1;
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

/** Refusals of ours that time does not change: a person must allow the host, or more bytes. */
const REFUSED_FOR_GOOD = [
  "KLING_DOWNLOAD_URL_REFUSED",
  "KLING_DOWNLOAD_TOO_MANY_REDIRECTS",
  "KLING_DOWNLOAD_TOO_LARGE",
];

const isRefusedForGood = (error: unknown): boolean => REFUSED_FOR_GOOD.includes(codeOf(error));

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The host whose link was refused. */
const hostOf = (error: unknown): { readonly host?: string } =>
  KlingDownloadError.isInstance(error) && error.host !== undefined ? { host: error.host } : {};

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : "collect_failed";
}
