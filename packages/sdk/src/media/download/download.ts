import { dirname } from "node:path";
import { backoffMs } from "../../core/backoff.ts";
import { KlingkitError } from "../../core/errors/klingkit-error.ts";
import { createAbortError, orAbort, throwIfAborted } from "../errors/abort.ts";
import { DownloadError } from "../errors/download-error.ts";
import { attempt, type DownloadState, OVERLAP_BYTES, type Setback } from "./attempt.ts";
import {
  createJob,
  type DownloadJob,
  type DownloadOptions,
  type DownloadSource,
} from "./download-options.ts";
import type { DownloadedFile } from "./downloaded-file.ts";
import { onDisk } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import { PartFile } from "./part-file.ts";
import { refuseOtherFile } from "./take-name.ts";

const MAX_REFRESHES = 3;
/** Bounds a server that gives one byte per connection. */
const MAX_ATTEMPTS = 100;
/** New bytes that count as progress: less is no reason to stay with a server that keeps cutting. */
const PROGRESS_BYTES = 64 * 1024;

/** Pauses and link refreshes since the last progress. */
interface Patience {
  sizeBytes: number;
  retries: number;
  refreshes: number;
}

/**
 * Downloads a result file: streamed to a part file beside the target, resumed after cuts and by later calls, refreshed
 * when the link expires, checked, made durable, then named. The target name never holds an unfinished file. Parent folders are
 * created. A file that has the name already is never replaced, unless you pass `overwrite: true`: with the same content it is
 * left as it is and returned with `alreadyExisted: true`, with other content it is refused.
 * @throws DownloadError (codes `KLINGKIT_DOWNLOAD_…`); AbortError, after which the same call resumes
 * @example
 * const file = await download({ url: task.videos[0].url }, "fox.mp4", { signal });
 */
export async function download(
  source: DownloadSource,
  filePath: string,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  const job = createJob(source, filePath, options);
  throwIfAborted(job.signal, "preparing the download");
  const startedAtMs = job.clock.nowMs();
  const state: DownloadState = { link: source.url, part: undefined, overlapBytes: OVERLAP_BYTES };
  try {
    await prepareFolder(job);
    state.part = await PartFile.resume(job, job.key, job.signal);
    return await attemptUntilDone(job, state);
  } catch (error) {
    await putAside(state.part, error);
    if (!job.signal?.aborted) throw complete(job, error);
    const elapsedMs = job.clock.nowMs() - startedAtMs;
    throw createAbortError(job.signal, `downloading ${job.filePath}`, { phase: "body", elapsedMs });
  }
}

/** Adds what only this call knows: the task, the file, and how its caller allows another host. */
function complete({ taskId, filePath, allowHint }: DownloadJob, error: unknown): unknown {
  if (!DownloadError.isInstance(error)) return error;
  const { host = "", origin, message } = error;
  return new DownloadError({
    ...error,
    message: origin === undefined ? message : `${message} ${allowHint(host, origin)}`,
    filePath: error.filePath ?? filePath,
    taskId,
    cause: error.cause,
  });
}

async function prepareFolder(job: DownloadJob): Promise<void> {
  const { fileSystem, filePath } = job;
  await onDisk(filePath, () => makeFolder(dirname(filePath), { fileSystem }));
  const existing = await fileSystem.stat(filePath).catch(() => undefined);
  if (!existing?.isDirectory()) return refuseOtherFile(job);
  throw new DownloadError({
    code: "KLINGKIT_DOWNLOAD_WRITE_FAILED",
    message: `${filePath} is a folder: name a file in it.`,
    filePath,
  });
}

async function attemptUntilDone(job: DownloadJob, state: DownloadState): Promise<DownloadedFile> {
  const patience: Patience = { sizeBytes: state.part?.sizeBytes ?? 0, retries: 0, refreshes: 0 };
  for (let count = 1; ; count += 1) {
    const outcome = await attempt(job, state);
    if (outcome.kind === "done") return outcome.file;
    const sizeBytes = state.part?.sizeBytes ?? 0;
    if (sizeBytes - patience.sizeBytes >= PROGRESS_BYTES)
      Object.assign(patience, { sizeBytes, retries: 0, refreshes: 0 });
    if (count >= MAX_ATTEMPTS) throw outcome.error;
    await recover(job, state, { outcome, patience });
  }
}

/** Gets ready for the next attempt, or gives up. */
async function recover(
  job: DownloadJob,
  state: DownloadState,
  { outcome, patience }: { outcome: Setback; patience: Patience },
): Promise<void> {
  if (outcome.kind === "expired") {
    if (!job.refresh || patience.refreshes >= MAX_REFRESHES) throw outcome.error;
    patience.refreshes += 1;
    state.link = await orAbort(job.refresh(), job.signal, "asking for a fresh link");
    if (patience.refreshes === 1) return; // The first fresh link is tried at once.
  } else {
    if (patience.retries >= job.maxRetries) throw outcome.error;
    patience.retries += 1;
  }
  await job.clock.sleep(pauseMs(job, patience, outcome), job.signal);
}

function pauseMs(job: DownloadJob, patience: Patience, outcome: Setback): number {
  const retryAfterMs = outcome.kind === "retry" ? outcome.retryAfterMs : undefined;
  return backoffMs({ attempt: patience.retries + patience.refreshes, retryAfterMs, random: job.random });
}

/** What is of no use to a later call; all other bytes are kept. */
const USELESS: readonly string[] = [
  "KLINGKIT_DOWNLOAD_NOT_MEDIA",
  "KLINGKIT_DOWNLOAD_TOO_LARGE",
  "KLINGKIT_DOWNLOAD_FILE_EXISTS",
];

async function putAside(part: PartFile | undefined, error: unknown): Promise<void> {
  const isUseless = KlingkitError.isInstance(error) && USELESS.includes(error.code);
  await (isUseless ? part?.discard() : part?.keep());
}
