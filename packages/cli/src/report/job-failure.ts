import { isAdoptedRoute, type Job, type JobHistory } from "@klingkit/engine";
import { ENDED, nextSteps, placeOf } from "../jobs/next-steps.ts";
import { batchRetryOf, remedyOf } from "../jobs/remedy.ts";
import { errorText } from "../jobs/sent-text.ts";
import { commandAt } from "../session/next-commands.ts";
import type { ReportFailure } from "./report-data.ts";
import { costText } from "./texts.ts";

export interface ReportPlace {
  /** As the command names it: the commands that help look there. Default: the usual one. */
  readonly store?: string | undefined;
  /** The file that the page is of. Default: each batch is named by its ID. */
  readonly batchFile?: string | undefined;
}

/** Why a job has no file, whether it cost something, and what helps; undefined for one that needs nobody. */
export function failureOf(
  history: JobHistory,
  nowMs: number,
  place: ReportPlace = {},
): ReportFailure | undefined {
  // What somebody canceled is missed by nobody.
  if (history.state === "canceled") return undefined;
  const steps = nextSteps(history, nowMs, placeOf(history, place.store));
  if (steps.length === 0) return undefined;
  const codes = codesOf(history);
  return {
    message: messageOf(history),
    ...(codes === "" ? {} : { codes }),
    charge: chargeOf(history),
    ...batchRetryFor(history, place),
    steps,
  };
}

/** The failure of a job that a later run made again: what helps is what helps the newest one, if it failed, too. */
export const afterRetry = (
  failure: ReportFailure,
  newer: Job,
  { nowMs, ...place }: ReportPlace & { readonly nowMs: number },
): ReportFailure => {
  const { batchRetry: _, ...rest } = failure;
  return {
    ...rest,
    ...batchRetryFor(newer, place),
    steps: nextSteps(newer, nowMs, placeOf(newer, place.store)),
  };
};

function batchRetryFor(job: Job, place: ReportPlace): Pick<ReportFailure, "batchRetry"> {
  if (!ENDED.includes(job.state) || isAdoptedRoute(job.routeId) || remedyOf(job) !== "retry") return {};
  return { batchRetry: batchRetryAt(job, place) };
}

/** Buys all that failed in the file, or in the batch of the job, again. */
export const batchRetryAt = (
  job: Pick<Job, "batchId" | "account">,
  { store, batchFile = job.batchId }: ReportPlace,
): string => commandAt(batchRetryOf(batchFile), placeOf(job, store));

function messageOf(history: JobHistory): string {
  const { waitsFor, state } = history;
  const text = errorText(history);
  if (text !== undefined) return text;
  if (state === "succeeded") return "The service has made the result. It is not downloaded yet.";
  return waitsFor === undefined ? `The job is ${state}.` : `It waits for: ${waitsFor}.`;
}

const codesOf = ({ error: { code, serviceCode } = { message: "" } }: JobHistory): string =>
  [code, serviceCode].filter((part) => part !== undefined).join(", ");

/** What the record says about money; never a guess. */
function chargeOf({ state, sums, unit }: JobHistory): string {
  if (sums.settled > 0) return `Charged: ${costText(sums.settled, unit)}.`;
  if (state === "unknown") return `May have been charged: ${costText(sums.held, unit)}, still reserved.`;
  return sums.held > 0 ? `Reserved: ${costText(sums.held, unit)}.` : "Nothing was charged.";
}
