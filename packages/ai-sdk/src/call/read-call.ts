import { type Engine, isFileLost, type JobHistory, mayHaveCharged } from "@klingkit/engine";
import type { MayHaveCharged } from "@klingkit/spec";
import { KlingkitVideoError, type VideoErrorCode } from "../video-error.ts";
import type { BoughtCall } from "./bought-call.ts";

/** A call as the store shows it. */
export interface CallState {
  readonly call: BoughtCall;
  readonly jobs: readonly JobHistory[];
}

export async function readCall(engine: Engine, call: BoughtCall): Promise<CallState> {
  return { call, jobs: await Promise.all(call.jobIds.map((id) => engine.job(id))) };
}

/** Ends in which a job brings nothing, in words. */
const WORDS = {
  rejected: "Kling refused the request",
  failed: "Kling made no video",
  unknown: "the response was lost, and klingkit cannot verify whether Kling created the task",
  canceled: "the job was canceled",
  expired: "Kling no longer has the file",
} as const satisfies Partial<Record<JobHistory["state"], string>>;
type FailedState = keyof typeof WORDS;

const isEnd = (state: string): state is FailedState => Object.hasOwn(WORDS, state);

/** How a job ended that brings nothing. One whose file is on another machine, and no longer at the service, counts as expired here. */
const failureIn = (job: JobHistory): FailedState | undefined => {
  const state = isFileLost(job) ? "expired" : job.state;
  return isEnd(state) ? state : undefined;
};

const isFailed = (job: JobHistory): boolean => failureIn(job) !== undefined;

/** Jobs whose video is on this disk. */
export const collectedOf = ({ jobs }: CallState): readonly JobHistory[] =>
  jobs.filter((job) => job.state === "collected" && !isFailed(job));

/** Whether nothing will change any more without a person. */
export const isOver = (state: CallState): boolean => openOf(state).length === 0;

const openOf = ({ jobs }: CallState): readonly JobHistory[] =>
  jobs.filter((job) => job.state !== "collected" && !isFailed(job));

/** Whether every job that is not over waits for a person; false where all are over. */
export function isBlocked(state: CallState): boolean {
  const open = openOf(state);
  return open.length > 0 && open.every((job) => blockOf(job) !== undefined);
}

/** Why a job waits for a person; undefined where it does not. */
export const blockOf = ({ waitsFor, error }: JobHistory): string | undefined =>
  waitsFor === "pool" || waitsFor === "budget" || waitsFor === "link"
    ? (error?.message ?? WAITS[waitsFor])
    : undefined;

const WAITS = {
  pool: "Kling refuses create requests of the account",
  budget: "a spending limit is reached",
  link: "its file cannot be downloaded",
} as const satisfies Partial<Record<NonNullable<JobHistory["waitsFor"]>, string>>;

/** What became of each job that brought no video, in words. */
export const failuresOf = (state: CallState): readonly string[] => [
  ...state.jobs.flatMap((job) => sayFailure(job) ?? []),
  ...openOf(state).flatMap((job) => {
    const reason = blockOf(job);
    return reason === undefined ? [] : [sayBlock(job, reason)];
  }),
];

const sayBlock = ({ id }: JobHistory, reason: string): string =>
  `Job ${id}: it cannot continue without a person (${reason}). It is saved. To continue: resumeVideo({ jobId: "${id}" }).`;

function sayFailure(job: JobHistory): string | undefined {
  const ended = failureIn(job);
  if (ended === undefined) return undefined;
  const reason = job.error ? ` (${job.error.message})` : "";
  return `Job ${job.id}: ${WORDS[ended]}${reason}.`;
}

/** Units that were charged so far. */
export const unitsOf = ({ jobs }: CallState): number =>
  jobs.reduce((sum, { sums: { settled } }) => sum + settled, 0);

const CHARGES: Readonly<Record<MayHaveCharged, string>> = {
  no: "Nothing was charged.",
  yes: "Kling charges for it.",
  unknown: "You may have been charged.",
};

/** An error about a call, with everything that leads back to it. */
function callError(
  state: CallState,
  { code, words, help, cause }: { code: VideoErrorCode; words: string; help: string; cause?: unknown },
): KlingkitVideoError {
  const { call, jobs } = state;
  const known = mayHaveCharged(jobs);
  // What was under way when the caller left is finished: a create may be on its way.
  const charged = code === "aborted" && known === "no" ? "unknown" : known;
  const about = jobs.find((job) => job.state !== "collected" || isFailed(job)) ?? jobs[0];
  return new KlingkitVideoError({
    code,
    message: `${words} ${CHARGES[charged]} ${help}`,
    mayHaveCharged: charged,
    key: call.key,
    batch: call.batch,
    jobId: about?.id,
    jobIds: call.jobIds,
    units: unitsOf(state),
    cause,
  });
}

/** Nothing came of any job. */
export function failureOf(state: CallState): KlingkitVideoError {
  const [first] = state.jobs.filter(isFailed);
  const code = (first && failureIn(first)) ?? "internal";
  return callError(state, { code, words: failuresOf(state).join(" "), help: helpFor(code, first?.id ?? "") });
}

function helpFor(code: FailedState | "internal", id: string): string {
  if (code === "unknown") return `To decide: kling jobs show ${id}.`;
  return "The same key returns this result again. To buy again, take another key.";
}

/** Some jobs are not over, and the run has ended. */
export function unfinishedOf(
  state: CallState,
  { code, words, cause }: { code: "timeout" | "aborted" | "blocked"; words: string; cause?: unknown },
): KlingkitVideoError {
  const done = collectedOf(state).length;
  const count = `${done} of ${state.jobs.length} ${state.jobs.length === 1 ? "video" : "videos"} finished.`;
  const key = state.call.key;
  const again =
    key === undefined
      ? `resumeVideo({ jobId: "${state.call.jobIds[0] ?? ""}" })`
      : `resumeVideo({ key: ${JSON.stringify(key)} })`;
  return callError(state, {
    code,
    words: `${words} ${count}`,
    help: `The jobs are saved. To continue: ${again}.`,
    cause,
  });
}
