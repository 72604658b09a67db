import { DownloadError } from "klingkit/node";
import type { EngineContext } from "../context/engine-context.ts";
import { REFUSED_KEY } from "../context/read-watch.ts";
import { readWithinTime } from "../context/within-time.ts";
import { isPastRetention, refOf } from "../follow/follow-jobs.ts";
import { hasOutlivedFiles } from "../follow/has-outlived-files.ts";
import { ReadFailed } from "../provider/failed-request.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { ReadAnswer, TaskView } from "../provider/provider.ts";
import type { JobRow } from "../store/schema.ts";
import { DISK_FULL } from "./kept-from-disk.ts";
import { RESULT_GONE } from "./result-gone.ts";

/** Code of what keeps a result from the disk, where nothing has a code of its own. */
export const NOT_DOWNLOADED = "download_error";

/** The service has the task and gives no link for it, now. */
class NoLink extends Error {
  override readonly name = "NoLink";
  readonly code = NOT_DOWNLOADED;
}

/** The service now reports the task as failed. */
export class TaskWithdrawn extends Error {
  override readonly name = "TaskWithdrawn";
  readonly code = NOT_DOWNLOADED;
  readonly task: TaskView;

  constructor(task: TaskView) {
    super(`The service now reports that the task failed${task.message === "" ? "." : `: ${task.message}`}`);
    this.task = task;
  }
}

/** The service no longer has the task, or its file. */
export class ResultGone extends Error {
  override readonly name = "ResultGone";
  readonly code = RESULT_GONE;
}

/** What is told of a result that seems to be gone, until that is believed: a read may come from a cache, and a clock may run ahead. */
export const doubted = (cause: ResultGone): Error =>
  new NoLink("The service gives no file now, and may have deleted it. klingkit asks again to be sure.", {
    cause,
  });

/** Reads a task for links to its results. */
export interface LinkReader {
  /** The task, with a link for one of its results. */
  task(number: number): Promise<TaskView>;
  link(number?: number): Promise<string>;
  /** What the failure of a download means: `ResultGone` where its links lead nowhere because the service has dropped the file. */
  judge(error: unknown): Promise<unknown>;
}

export function createLinkReader(context: EngineContext, job: JobRow): LinkReader {
  const { provider, timing } = context;
  let seen: TaskView | undefined;

  async function task(number: number): Promise<TaskView> {
    if (keepsLinks(context, job)) {
      if (await hasOutlivedFiles(context, job)) throw new ResultGone(provider.goneMessage);
      throw new NoLink("The service gives a link for this result once only, and it does not work.");
    }
    const { readTimeoutMs } = timing;
    const ref = refOf(job);
    const [answer] = await readWithinTime(readTimeoutMs, provider.read([ref], { timeoutMs: readTimeoutMs }));
    const own = answer && ownAnswer(answer, ref);
    if (own?.kind === "found") return judgeFound(own.task, number);
    throw await failureOf(own);
  }

  async function failureOf(answer: Exclude<ReadAnswer, { kind: "found" }> | undefined): Promise<Error> {
    if (answer?.kind === "error")
      return answer.code === REFUSED_KEY ? new NoLink(answer.message) : new ReadFailed(answer);
    if (answer?.kind === "expired") return new ResultGone(answer.message ?? provider.goneMessage);
    const isGone = answer?.kind === "absent" && (await isPastRetention(context, job));
    return isGone ? new ResultGone(provider.goneMessage) : new NoLink("The service does not find the task.");
  }

  async function judgeFound(found: TaskView, number: number): Promise<TaskView> {
    seen = found;
    if (linkOf(found, number) !== undefined) return found;
    if (found.status === "failed") throw new TaskWithdrawn(found);
    if (await hasOutlivedFiles(context, job, found)) throw goneFile(context);
    throw new NoLink("The service gives no link for the result.");
  }

  return {
    task,
    link: async (number = 0) => linkOf(await task(number), number) ?? "",
    // A service may show a link after its time, when it leads nowhere.
    judge: async (error) =>
      isDeadLink(error) && seen && (await hasOutlivedFiles(context, job, seen))
        ? goneFile(context, error)
        : error,
  };
}

/** A task that no read finds again has the links of its answer only. */
export const keepsLinks = ({ provider }: EngineContext, { route_id }: JobRow): boolean =>
  provider.isReadable?.(route_id) === false;

/** The service responds, and its file does not come: no link, a host that cannot be reached, a file that cannot be written. */
export const isFileKeptBack = (error: unknown): boolean =>
  error instanceof NoLink || (DownloadError.isInstance(error) && error.code !== DISK_FULL);

const isDeadLink = (error: unknown): boolean =>
  DownloadError.isInstance(error) && error.code === "KLINGKIT_DOWNLOAD_LINK_EXPIRED";

const linkOf = ({ files, url }: TaskView, number: number): string | undefined =>
  files === undefined && number === 0 ? url : files?.[number]?.url;

const MS_PER_DAY = 86_400_000;

function goneFile({ provider }: EngineContext, cause?: unknown): ResultGone {
  const { filesKeptMs = provider.retentionMs } = provider;
  const days = Math.round(filesKeptMs / MS_PER_DAY);
  return new ResultGone(`the service keeps files for ${days} days at most, and this one is gone`, { cause });
}
