import type { AssetRow, Job } from "@klingkit/engine";
import { mayHaveCharged } from "@klingkit/engine/jobs";
import type { MayHaveCharged } from "@klingkit/spec";
import { KLING_FAMILIES, VISIBILITY_DELAY_SECONDS } from "@klingkit/spec/plain";
import type { TaskSnapshot } from "klingkit";
import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { listedCode } from "../errors/listed-code.ts";
import { codeOfSdkError, isSdkCode } from "../failures/klingkit-error.ts";
import { failedTaskError, failedTaskOf, isRequestId, missingTaskError } from "../failures/task-errors.ts";
import { isCanceledWithParent } from "../jobs/canceled-with-parent.ts";
import { externalIdJson } from "../jobs/external-id-json.ts";
import { fileOf, filesJson } from "../jobs/files-json.ts";
import { isFileMissing } from "../jobs/is-file-missing.ts";
import { commandAt, type Place, resumeCommand } from "../session/next-commands.ts";
import { productOfRoute, type TaskGroup, type TaskType } from "../session/task-types.ts";
import { countOf } from "../terminal/count-of.ts";
import { statusWord, taskJson } from "./task-json.ts";
import type { WaitedEnd } from "./wait-for-tasks.ts";
import { isAtRest } from "./wait-targets.ts";

/** How one id stands at the end of a wait. */
export interface WaitedRow {
  readonly id: string;
  /** Absent for a job that has no task. */
  readonly end?: WaitedEnd | undefined;
  readonly job?: Job | undefined;
  /** Job of a failed task that was named by its own ID. */
  readonly failedJobId?: string | undefined;
  /** Its results on the disk. */
  readonly assets?: readonly AssetRow[] | undefined;
}

export interface WaitWords {
  readonly type: TaskType | undefined;
  /** Group of the command, or of the type that was asked for. */
  readonly group: TaskGroup | undefined;
  readonly verbose: boolean | undefined;
  /** Command that waits again. */
  readonly resume: string;
  /** Where commands find the jobs. */
  readonly place: Place;
}

/** Why a row is no success; undefined where it is one. */
export function errorOfRow(row: WaitedRow, { resume, group, place }: WaitWords): CliError | undefined {
  const { id, end, job } = row;
  const details = {
    ...(job ? { job: job.id, ...externalIdJson(job) } : {}),
    ...(job?.taskId === undefined ? {} : { task_id: job.taskId }),
  };
  if (end?.kind === "ended")
    return end.task.status === "failed"
      ? failedTaskError({ ...end.task, ...madeBy(row, end.task), group, place }, details)
      : undefined;
  if (end?.kind === "missing") return missingTaskError(id, end.reason, details);
  if (job && (job.taskId === undefined || isAtRest(job)))
    return jobError(job, { details: { ...details, resume }, place });
  return pendingError(row, { details, resume, place });
}

/** A task that has not ended, or that no read has shown. */
function pendingError(
  { id, end, job }: WaitedRow,
  {
    details,
    resume,
    place,
  }: { readonly details: ErrorDetails; readonly resume: string; readonly place: Place },
): CliError {
  const task = end && "task" in end ? end.task : undefined;
  const taskId = task?.taskId ?? job?.taskId;
  // That a task exists is known from its read or its job, and not from an ID that somebody typed.
  const message =
    taskId === undefined
      ? `Kling shows no task ${id} yet. A new task can take ${VISIBILITY_DELAY_SECONDS} seconds to appear. Check the ID, then wait longer than that: \`${resume}\`. Waiting buys nothing.`
      : `Task ${taskId} ${statusText(task, job, place)} To wait again, run \`${resume}\`.`;
  return new CliError({
    code: "still_pending",
    message,
    details: {
      task_id: taskId ?? id,
      ...details,
      resume,
      // Of an ID that somebody typed nothing is known.
      may_have_charged: job || task ? mayHaveChargedFor([{ id, end, job }]) : "unknown",
    },
  });
}

/** A request of Higgsfield is not read by a wait: what the store says of its job stands for it. */
function statusText(task: TaskSnapshot | undefined, job: Job | undefined, place: Place): string {
  if (job?.state === "succeeded") return "is done, and its file is not downloaded yet.";
  const isAtHiggsfield = job?.taskId !== undefined && isRequestId(job.taskId);
  const status = task ? statusWord(task) : isAtHiggsfield ? (job.rawStatus ?? job.state) : undefined;
  const followed = isAtHiggsfield
    ? ` A wait reads the store and does not ask Higgsfield: unless another process runs its jobs, run \`${resumeCommand(place)}\`.`
    : "";
  return `is ${status === undefined ? "not visible yet" : `still ${status}`} at the end of the wait. It continues at the service.${followed}`;
}

/** Whether money may have been spent on what is waited for: what no job and no read shows may exist all the same. */
export function mayHaveChargedFor(rows: readonly WaitedRow[]): MayHaveCharged {
  return mayHaveCharged(
    rows.map(({ end, job }) => {
      if (job) return job;
      if (end === undefined || !("task" in end)) return { state: "unknown" };
      return { state: end.task.status === "failed" ? "failed" : "running" };
    }),
  );
}

/** The product of a failed task: its job knows best. */
const madeBy = ({ job, failedJobId }: WaitedRow, { product }: TaskSnapshot) => ({
  product: (job && productOfRoute(job.routeId)) ?? product,
  jobId: job ? failedTaskOf(job).jobId : failedJobId,
});

interface JobWords {
  readonly details: ErrorDetails;
  readonly place: Place;
}

/** What the store says of a job whose task was not read: not sent, refused, or at its end. Undefined for a video that is there. */
function jobError(job: Job, { details: given, place }: JobWords): CliError | undefined {
  const { resume, ...details } = given;
  const { id, state, error } = job;
  const reason = error ? ` ${error.message.replace(/\.$/, "")}.` : "";
  switch (state) {
    case "collected":
      return undefined;
    case "failed":
      return failedTaskError({ ...failedTaskOf(job), place }, details);
    case "expired": {
      const message = `Job ${id} is paid for, and Kling no longer has its file.${reason}`;
      return new CliError({ code: "task_not_found", message, details });
    }
    case "rejected": {
      const { code = "api_error", message } = error ?? { message: "" };
      return new CliError({
        code: isSdkCode(code) ? codeOfSdkError({ ...error, code, message }) : listedCode(code),
        message: `Job ${id} was refused, and nothing was charged.${reason}`,
        details,
      });
    }
    case "canceled":
      return new CliError({
        code: "canceled",
        message: `Job ${id} was canceled. Nothing was sent.`,
        details,
      });
    case "unknown": {
      const message = `The service may or may not have accepted job ${id}; klingkit cannot verify it.${reason} \`${commandAt(`kling jobs show ${id}`, place)}\` names the commands that resolve it.`;
      return new CliError({ code: "unknown_outcome", message, details });
    }
    default: {
      const message = `Job ${id} has no task yet (${state}).${reason} \`${resumeCommand(place)}\` runs it; to wait again, run \`${String(resume)}\`.`;
      const may_have_charged = mayHaveCharged([job]);
      return new CliError({
        code: "still_pending",
        message,
        details: { ...details, resume, may_have_charged },
      });
    }
  }
}

const wordOf = ({ state }: Job): string =>
  state === "collected" ? KLING_FAMILIES.legacy.statusWords.succeeded : state;

/** A job whose results are on the disk: its task need not be read for that. */
export const collectedJson = (job: Job, assets?: readonly AssetRow[]): Readonly<Record<string, unknown>> => ({
  success: true,
  task_id: job.taskId ?? null,
  status: wordOf(job),
  ...externalIdJson(job),
  job: job.id,
  file: fileOf(job),
  ...(job.filePath === "" ? {} : { file_exists: !isFileMissing(job) }),
  files: filesJson(assets),
});

/** One entry of a wait for several ids. */
export function rowJson(row: WaitedRow, words: WaitWords): Readonly<Record<string, unknown>> {
  const { id, end, job, assets } = row;
  const error = errorOfRow(row, words);
  const task = end && "task" in end ? end.task : undefined;
  const { success: _, ...shown } = task ? taskJson(task, words) : { success: true };
  return {
    id,
    ...(task
      ? shown
      : { task_id: job?.taskId ?? null, status: job ? wordOf(job) : (end?.kind ?? "pending") }),
    ...(job ? { job: job.id } : {}),
    ...(assets ? { files: filesJson(assets) } : {}),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  };
}

/** One error for all rows that are no success: what still runs first, because asking again helps there. */
export function errorOfRows(rows: readonly WaitedRow[], words: WaitWords): CliError | undefined {
  const errors = rows.flatMap((row) => {
    const error = errorOfRow(row, words);
    return error ? [{ id: row.id, error, job: row.job }] : [];
  });
  const [first] = errors;
  if (!first) return undefined;
  if (rows.length === 1) return first.error;
  const pending = errors.filter(({ error }) => error.exitCode === EXIT.stillPending);
  // What was canceled with its parent has no reason of its own.
  const own = errors.filter(({ job }) => !job || !isCanceledWithParent(job));
  const codes = new Set(own.map(({ error }) => error.code));
  const { code, exitCode } = pending[0]?.error ?? (codes.size === 1 ? (own[0] ?? first).error : FAILED);
  const counted = pending.length > 0 ? pending : errors;
  const what = pending.length > 0 ? "still pending" : "without a result";
  return new CliError({
    code,
    exitCode,
    message: `${countOf(counted.length, "task")} of ${rows.length} ${counted.length === 1 ? "is" : "are"} ${what}. First: ${counted[0]?.error.message ?? ""}`,
    details: { ids: counted.map(({ id }) => id), ...(pending.length > 0 ? { resume: words.resume } : {}) },
  });
}

const FAILED = { code: "video_failed", exitCode: EXIT.taskFailed } as const;
