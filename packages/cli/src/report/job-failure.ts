import { isFetching, type Job, type JobHistory } from "@klingkit/engine";
import { ADVICE, commandOf, remedyOf } from "../jobs/remedy.ts";
import type { ReportFailure } from "./report-data.ts";
import { costText } from "./texts.ts";

/** Why a job has no file, whether it cost something, and the command that helps; undefined for one that needs nobody. */
export function failureOf(history: JobHistory, nowMs: number): ReportFailure | undefined {
  if (commandFor(history, nowMs) === undefined) return undefined;
  const codes = codesOf(history);
  return {
    message: messageOf(history),
    ...(codes === "" ? {} : { codes }),
    charge: chargeOf(history),
    ...helpFor(history, nowMs),
  };
}

/** The failure of a job that a later run made again: what helps is what helps the newest one, if it failed, too. */
export const afterRetry = (
  { message, codes, charge }: ReportFailure,
  newer: Job,
  nowMs: number,
): ReportFailure => ({
  message,
  ...(codes === undefined ? {} : { codes }),
  charge,
  ...helpFor(newer, nowMs),
});

function helpFor(job: Job, nowMs: number): Pick<ReportFailure, "advice" | "command"> {
  const command = commandFor(job, nowMs);
  if (command === undefined) return {};
  const advice = adviceOf(job);
  return { ...(advice === undefined ? {} : { advice }), command };
}

const ENDED: readonly JobHistory["state"][] = ["failed", "expired", "rejected"];

function adviceOf(job: Job): string | undefined {
  const remedy = ENDED.includes(job.state) ? remedyOf(job) : "retry";
  return remedy === "retry" ? undefined : ADVICE[remedy];
}

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

function commandFor(job: Job, nowMs: number): string | undefined {
  const { id, state, waitsFor, error } = job;
  switch (state) {
    case "failed":
    case "expired":
    case "rejected":
      return commandOf(job);
    case "unknown":
      return `kling jobs show ${id}`;
    case "succeeded":
      if (isFetching(job, nowMs)) return undefined;
      return waitsFor === "link" && error?.host !== undefined
        ? `kling resume --allow-host ${error.host}`
        : "kling resume";
    case "approved":
      return waitsFor === "pool" || waitsFor === "budget" ? "kling resume" : undefined;
    default:
      return undefined;
  }
}
