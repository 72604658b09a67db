import { throwIfAborted } from "../errors/abort.ts";
import type { DownloadError } from "../errors/download-error.ts";
import type { Answer } from "./answer.ts";
import { isFilledByBoxes } from "./container.ts";
import { checkKind, checkSize, copyBody, OtherFile, reportProgress } from "./copy-body.ts";
import { breakReason, createFailure, createStatusFailure, isBreak } from "./download-failures.ts";
import type { DownloadJob } from "./download-options.ts";
import type { DownloadedFile } from "./downloaded-file.ts";
import { getChecked } from "./get-checked.ts";
import { PartFile } from "./part-file.ts";
import { planResponse, type ResponsePlan } from "./response-plan.ts";
import { SPEED_WINDOW_MS, type StallWatch, watchStall } from "./stall-watch.ts";
import { refuseOtherFile } from "./take-name.ts";

/** Bytes at the end of a part that are asked for again and compared: a server may continue another file. */
export const OVERLAP_BYTES = 64 * 1024;
/** A server that cuts every connection after a few kB must still bring the file on. */
const LEAST_OVERLAP_BYTES = 1024;
const NO_BYTES = new Uint8Array(0);

/** What changes from attempt to attempt. */
export interface DownloadState {
  link: string;
  part: PartFile | undefined;
  /** How much of the part is asked for again. */
  overlapBytes: number;
  /** sha256 of a whole file that did not look whole. */
  damagedSha256?: string;
}

/** An attempt that another one may make good; `error` is what to throw when there is none. */
export type Setback =
  | { readonly kind: "retry"; readonly error: DownloadError; readonly retryAfterMs?: number | undefined }
  | { readonly kind: "expired"; readonly error: DownloadError };

export type AttemptOutcome = { readonly kind: "done"; readonly file: DownloadedFile } | Setback;

interface Connection {
  readonly watch: StallWatch;
  readonly signal: AbortSignal;
}

/** One connection: asks for what is missing and writes it down. @throws what no further attempt can cure */
export async function attempt(job: DownloadJob, state: DownloadState): Promise<AttemptOutcome> {
  throwIfAborted(job.signal, "downloading");
  const watch = watchStall(job.clock, job);
  const signal = job.signal ? AbortSignal.any([job.signal, watch.signal]) : watch.signal;
  try {
    const answer = await request(job, state, { watch, signal });
    try {
      return await take(job, state, { answer, watch, signal });
    } finally {
      answer.close();
    }
  } catch (error) {
    if (job.signal?.aborted || !(watch.signal.aborted || isBreak(error))) throw error;
    return explainBreak(job, state, { error, watch });
  } finally {
    watch.stop();
  }
}

function request(job: DownloadJob, state: DownloadState, { signal }: Connection): Promise<Answer> {
  const { link, part } = state;
  const validator = part?.identity.validator;
  const isResuming = part && part.sizeBytes > 0 && validator !== undefined;
  const headers = {
    "accept-encoding": "identity",
    ...(isResuming ? { range: `bytes=${fromByteOf(part, state)}-`, "if-range": validator } : {}),
  };
  const { get, allowedOrigins } = job;
  return getChecked(link, { get, allowedOrigins, headers, signal });
}

const fromByteOf = ({ sizeBytes }: PartFile, { overlapBytes }: DownloadState): number =>
  Math.max(0, sizeBytes - overlapBytes);

async function take(
  job: DownloadJob,
  state: DownloadState,
  { answer, ...connection }: Connection & { readonly answer: Answer },
): Promise<AttemptOutcome> {
  const { part } = state;
  const resumed =
    part && part.sizeBytes > 0
      ? { identity: part.identity, sizeBytes: part.sizeBytes, fromByte: fromByteOf(part, state) }
      : undefined;
  const plan = planResponse(answer, resumed, job.clock.nowMs());
  switch (plan.kind) {
    case "start":
      await startPart(job, state, plan);
      return copy(job, state, { answer, ...connection, overlap: NO_BYTES });
    case "continue":
      return continuePart(job, state, { answer, ...connection });
    case "complete":
      return finish(job, state);
    case "restart":
      await dropPart(state);
      return { kind: "retry", error: interrupted(job, plan.reason), retryAfterMs: 0 };
    case "expired":
      return { kind: "expired", error: createStatusFailure(job.filePath, answer.status, "expired") };
    case "retry":
      return {
        kind: "retry",
        error: createStatusFailure(job.filePath, answer.status, "transient"),
        retryAfterMs: plan.retryAfterMs,
      };
    case "refuse":
      throw createStatusFailure(job.filePath, answer.status, "refused");
  }
}

async function startPart(
  job: DownloadJob,
  state: DownloadState,
  { totalBytes, validator }: Extract<ResponsePlan, { kind: "start" }>,
): Promise<void> {
  if (totalBytes !== undefined) checkSize(job, totalBytes);
  await refuseOtherFile(job, totalBytes);
  await dropPart(state);
  state.part = await PartFile.create(job, { key: job.key, totalBytes, validator });
}

async function continuePart(
  job: DownloadJob,
  state: DownloadState,
  connection: Connection & { readonly answer: Answer },
): Promise<AttemptOutcome> {
  const { part, overlapBytes } = state;
  const overlap = (await part?.tail(overlapBytes)) ?? NO_BYTES;
  const sizeBytes = part?.sizeBytes;
  try {
    return await copy(job, state, { ...connection, overlap });
  } catch (error) {
    if (part?.sizeBytes === sizeBytes)
      state.overlapBytes = Math.max(LEAST_OVERLAP_BYTES, Math.floor(overlapBytes / 4));
    if (!(error instanceof OtherFile)) throw error;
    await dropPart(state);
    const reason = "the server continued with bytes of another file";
    return { kind: "retry", error: interrupted(job, reason), retryAfterMs: 0 };
  }
}

async function copy(
  job: DownloadJob,
  state: DownloadState,
  { answer, watch, signal, overlap }: Connection & { readonly answer: Answer; readonly overlap: Uint8Array },
): Promise<AttemptOutcome> {
  const { part } = state;
  if (!part) throw new TypeError("copy needs a part file");
  reportProgress(job, part);
  try {
    await copyBody(answer, part, { job, watch, overlap });
  } finally {
    await part.flush();
  }
  signal.throwIfAborted();
  return finish(job, state);
}

async function finish(job: DownloadJob, state: DownloadState): Promise<AttemptOutcome> {
  const { part } = state;
  if (!part) throw new TypeError("finish needs a part file");
  const { totalBytes } = part.identity;
  if (totalBytes !== undefined && part.sizeBytes !== totalBytes) {
    const reason = `the server sent ${part.sizeBytes} of ${totalBytes} bytes`;
    if (part.sizeBytes > totalBytes) await dropPart(state);
    return { kind: "retry", error: interrupted(job, reason, state.part) };
  }
  checkKind(job, part);
  const damage = await findDamage(job, state, part);
  if (damage && "kind" in damage) return damage;
  throwIfAborted(job.signal, "finishing the download");
  const { sha256, isNew } = await part.finish(job);
  state.part = undefined;
  reportProgress(job, part);
  const { filePath } = job;
  const { sizeBytes } = part;
  const before = isNew ? {} : { alreadyExisted: true as const };
  return { kind: "done", file: { filePath, sizeBytes, sha256, ...before, ...damage } };
}

/** A file that came complete and is none. The same bytes a second time are what the service has, and are kept with a warning. */
async function findDamage(
  job: DownloadJob,
  state: DownloadState,
  part: PartFile,
): Promise<Setback | { readonly warning: string } | undefined> {
  if (job.expects !== "video" || (await isFilledByBoxes(await part.source()))) return undefined;
  const { sha256 } = part;
  if (sha256 === state.damagedSha256) return { warning: DAMAGE_WARNING };
  state.damagedSha256 = sha256;
  await dropPart(state);
  return { kind: "retry", error: interrupted(job, "the file is damaged: its parts do not fill it") };
}

const DAMAGE_WARNING =
  "The file seems cut off or damaged: its parts do not fill it. A second download brought the same bytes.";

/** Tells a stall from a broken connection. @throws DownloadError where the server is too slow to hold a place for it */
function explainBreak(
  job: DownloadJob,
  { part }: DownloadState,
  { error, watch }: { readonly error: unknown; readonly watch: StallWatch },
): Setback {
  if (!watch.signal.aborted)
    return { kind: "retry", error: interrupted(job, breakReason(error), part, error) };
  const stalled = (reason: string) =>
    createFailure({
      code: "KLINGKIT_DOWNLOAD_STALLED",
      reason,
      filePath: job.filePath,
      receivedBytes: part?.resumableBytes,
    });
  if (watch.isTooSlow())
    throw stalled(
      `the server sent less than ${job.minBytesPerSecond} bytes per second for ${SPEED_WINDOW_MS / 1000} s`,
    );
  return { kind: "retry", error: stalled(`the server sent nothing for ${job.stallTimeoutMs} ms`) };
}

function interrupted(job: DownloadJob, reason: string, part?: PartFile, cause?: unknown): DownloadError {
  return createFailure({
    code: "KLINGKIT_DOWNLOAD_INTERRUPTED",
    reason,
    filePath: job.filePath,
    receivedBytes: part?.resumableBytes,
    cause,
  });
}

async function dropPart(state: DownloadState): Promise<void> {
  const { part } = state;
  state.part = undefined;
  await part?.discard();
}
