import type { Job } from "@klingkit/engine";
import { mayHaveCharged } from "@klingkit/engine/jobs";
import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { listedCode } from "../errors/listed-code.ts";
import { codeOfSdkError, isSdkCode } from "../failures/klingkit-error.ts";
import { failedTaskError, failedTaskOf } from "../failures/task-errors.ts";
import { externalIdJson } from "../jobs/external-id-json.ts";
import { howToReview } from "../jobs/how-to-review.ts";
import { resultNoun } from "../jobs/result-noun.ts";
import { atPlace, commandAt, type Place, resumeCommand, statusCommand } from "../session/next-commands.ts";
import type { TaskType } from "../session/task-types.ts";
import type { CreateOptions } from "./create-options.ts";

/** How far a create was to be brought. */
export type Reach = "accepted" | "ended" | "rest";

export interface OutcomeInput {
  readonly job: Job;
  readonly reach: Reach;
  readonly type: TaskType | undefined;
  readonly options: CreateOptions;
  readonly isInterrupted: boolean;
  /** Why the store cannot be written. Default: it can. */
  readonly storeReasons?: readonly string[] | undefined;
}

/** Whether the job is where the command was to bring it. */
export function hasArrived({ state }: Pick<Job, "state">, reach: Reach): boolean {
  if (state === "collected") return true;
  if (state === "succeeded") return reach !== "rest";
  return state === "running" && reach === "accepted";
}

/** Continues with the job, and allows the host of a link that was refused: the message names it beside the command. */
function resumeOf({ job, options }: Pick<OutcomeInput, "job" | "options">): string {
  const { host } = job.error ?? {};
  return resumeCommand(
    host === undefined ? options : { ...options, allowHost: [...(options.allowHost ?? []), host] },
  );
}

/** Everything that finds the job and its task again. */
export function traceOf({ job, type, options }: OutcomeInput): ErrorDetails {
  const { taskId, externalId, id, batchId } = job;
  const task = taskId === undefined ? undefined : { id: taskId };
  // A look-up that can never find anything would pass for proof that nothing was bought.
  const reference = task ?? (externalId === undefined ? undefined : { id: externalId, isExternal: true });
  return {
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...externalIdJson(job),
    job: id,
    batch: batchId,
    ...(reference ? { look_up: statusCommand({ ...reference, type, connection: options }) } : {}),
    resume: resumeOf({ job, options }),
  };
}

/** Why a create is not where it was to be brought, what may have been spent, and how to go on. */
export function outcomeError(input: OutcomeInput): CliError {
  const { job, isInterrupted, options, storeReasons = [] } = input;
  const details = traceOf(input);
  // A job at its end is not resumed.
  const { resume: _, ...trace } = details;
  const resume = `\`${resumeOf(input)}\``;
  switch (job.state) {
    case "failed":
      return failedTaskError({ ...failedTaskOf(job), place: options }, trace);
    case "rejected":
      return refusedError(job, details);
    case "expired":
      return new CliError({
        code: "task_not_found",
        message: atPlace(
          `${sentence(job)} It was bought, and its file is gone. To buy it again: \`kling jobs retry ${job.id}\`.`,
          options,
        ),
        details: trace,
      });
    case "canceled":
      return new CliError({
        code: "canceled",
        message: atPlace(
          `Job ${job.id} was canceled. Nothing was sent. To buy it: \`kling jobs retry ${job.id}\`.`,
          options,
        ),
        details: trace,
      });
    case "unknown": {
      return new CliError({
        code: "unknown_outcome",
        message: `${sentence(job)} Its units stay reserved. ${howToReview(job, options)}`,
        details: trace,
      });
    }
    default: {
      // It failed last and is tried again.
      const way = {
        details: {
          ...details,
          ...(job.error ? { last_error: job.error.message } : {}),
          ...(storeReasons.length === 0 ? {} : { reasons: storeReasons }),
          may_have_charged: mayHaveCharged([job]),
        },
        resume,
        place: options,
        because: storeReasons.map((reason) => ` ${reason}`).join(""),
      };
      return isInterrupted ? interruptedError(job, way) : pendingError(job, way);
    }
  }
}

const sentence = ({ error }: Job): string => (error ? `${error.message.replace(/\.$/, "")}.` : "");

/** The service's last word was no, or the request could no longer be made: nothing was bought. */
export function refusedError(job: Job, details: ErrorDetails): CliError {
  const fallback = job.waitsFor === "budget" ? "budget_exceeded" : "api_error";
  const { code = fallback, message = "", requestId, ...rest } = job.error ?? {};
  const named = isSdkCode(code) ? codeOfSdkError({ ...rest, code, message }) : listedCode(code);
  const { resume: _, look_up, ...kept } = details;
  // A refusal made no task, and there is nothing to look up; an ID that is taken is another task's, which can be.
  const isTaken = named === "duplicate_external_id";
  return new CliError({
    code: named,
    message,
    details: {
      ...kept,
      ...(isTaken ? { look_up } : { may_have_charged: "no" }),
      ...(requestId === undefined ? {} : { request_id: requestId }),
    },
  });
}

interface Way {
  readonly details: ErrorDetails;
  /** Command in back quotes. */
  readonly resume: string;
  /** Sentences about the store, each after a space. */
  readonly because: string;
  readonly place: Place;
}

function interruptedError(job: Job, { details, resume, because, place }: Way): CliError {
  return new CliError({
    code: "interrupted",
    message: `Interrupted. ${stateText(job, place)}${because} Nothing is lost. To continue, run ${resume}.`,
    exitCode: EXIT.interrupted,
    details,
  });
}

function pendingError(job: Job, way: Way): CliError {
  const { details, resume, because, place } = way;
  if (job.state === "submitting") {
    const message = `${stateText(job, place)}${because} Do not send the request again. To look for the task, run ${resume}; it buys nothing twice.`;
    return new CliError({ code: "unknown_outcome", message, details });
  }
  if (job.state === "succeeded" && job.error) return downloadError(job, way);
  const message = `${stateText(job, place)}${because} To continue, run ${resume}.`;
  return new CliError({ code: "still_pending", message, details });
}

function downloadError({ error, ...job }: Job, { details, resume }: Way): CliError {
  const { code = "", message = "" } = error ?? {};
  const kind = isSdkCode(code) ? codeOfSdkError({ code, message }) : "download_error";
  return new CliError({
    code: kind,
    message: `The ${resultNoun([job])} is made and paid for, but it could not be downloaded to ${job.filePath}: ${message.replace(/\.$/, "")}. To try again, run ${resume}.`,
    details,
  });
}

/** A pool that pauses keeps its jobs waiting for a slot, whether or not one is free. */
function slotText({ model, pause }: Job): string {
  switch (pause?.why) {
    case "unreachable":
      return "The service cannot be reached.";
    case "rate":
      return "The service accepts no more requests at present.";
    default:
      return `All slots of ${model} are taken.`;
  }
}

/** Where a job stands that has not ended, and what of it may have been paid. */
function stateText(job: Job, place: Place): string {
  switch (job.state) {
    case "submitting":
      return "The response to the create request is missing, and no task with its external ID was found yet. It may exist and cost units.";
    case "running":
      return `Task ${job.taskId} continues at the service.`;
    case "succeeded":
      return `Task ${job.taskId} is done. Its file is not downloaded yet.`;
    default: {
      const why = job.waitsFor === "slot" ? slotText(job) : sentence(job);
      return `${why} The create was not sent, and nothing was spent; \`${commandAt(`kling jobs cancel ${job.id}`, place)}\` takes it back.`.trim();
    }
  }
}
