import { isAdoptedRoute, type Job, type JobHistory } from "@klingkit/engine";
import { ENDED, nextSteps, placeOf } from "../jobs/next-steps.ts";
import { batchRetryOf, remedyOf } from "../jobs/remedy.ts";
import { commandAt } from "../session/next-commands.ts";
import type { ReportFailure } from "./report-data.ts";
import { costText } from "./texts.ts";

/**
 * Why a job has no file, whether it cost something, and what helps; undefined for one that needs nobody. `store`: as the command names
 * it; the commands that help look there.
 */
export function failureOf(history: JobHistory, nowMs: number, store?: string): ReportFailure | undefined {
  const steps = nextSteps(history, nowMs, placeOf(history, store));
  if (steps.length === 0) return undefined;
  const codes = codesOf(history);
  return {
    message: messageOf(history),
    ...(codes === "" ? {} : { codes }),
    charge: chargeOf(history),
    ...batchRetryFor(history, store),
    steps,
  };
}

/** The failure of a job that a later run made again: what helps is what helps the newest one, if it failed, too. */
export const afterRetry = (
  failure: ReportFailure,
  newer: Job,
  { nowMs, store }: { readonly nowMs: number; readonly store?: string | undefined },
): ReportFailure => {
  const { batchRetry: _, ...rest } = failure;
  return { ...rest, ...batchRetryFor(newer, store), steps: nextSteps(newer, nowMs, placeOf(newer, store)) };
};

function batchRetryFor(job: Job, store: string | undefined): Pick<ReportFailure, "batchRetry"> {
  if (!ENDED.includes(job.state) || isAdoptedRoute(job.routeId) || remedyOf(job) !== "retry") return {};
  return { batchRetry: batchRetryAt(job, store) };
}

/** Buys all that failed in the batch of the job again, in the store that the command names. */
export const batchRetryAt = (job: Pick<Job, "batchId" | "account">, store: string | undefined): string =>
  commandAt(batchRetryOf(job), placeOf(job, store));

function messageOf({ error, waitsFor, state }: JobHistory): string {
  if (error !== undefined) return error.message;
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
