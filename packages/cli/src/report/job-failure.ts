import { isFetching, type Job, type JobHistory } from "@klingkit/engine";
import { reviewSteps } from "../jobs/how-to-review.ts";
import { ADVICE, batchRetryOf, commandOf, remedyOf } from "../jobs/remedy.ts";
import { isEmbeddedAccount } from "../session/embedded-account.ts";
import { commandAt, type Place, POLICY_FILE, resumeCommand } from "../session/next-commands.ts";
import type { ReportFailure, ReportStep } from "./report-data.ts";
import { costText } from "./texts.ts";

/**
 * Why a job has no file, whether it cost something, and what helps; undefined for one that needs nobody. `store`: as the command names
 * it; the commands that help look there.
 */
export function failureOf(history: JobHistory, nowMs: number, store?: string): ReportFailure | undefined {
  const steps = stepsFor(history, nowMs, store);
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
  return { ...rest, ...batchRetryFor(newer, store), steps: stepsFor(newer, nowMs, store) };
};

function batchRetryFor(job: Job, store: string | undefined): Pick<ReportFailure, "batchRetry"> {
  if (!ENDED.includes(job.state) || remedyOf(job) !== "retry") return {};
  return { batchRetry: batchRetryAt(job, store) };
}

/** Buys all that failed in the batch of the job again, in the store that the command names. */
export const batchRetryAt = (job: Pick<Job, "batchId" | "account">, store: string | undefined): string =>
  commandAt(batchRetryOf(job), placeOf(job, store));

/** Where commands about the job lead. */
export const placeOf = ({ account }: Pick<Job, "account">, store: string | undefined): Place => ({
  ...(store === undefined ? {} : { store }),
  // Without the flag the command would go to the real service.
  ...(isEmbeddedAccount(account) ? { emulated: true } : {}),
});

function stepsFor(job: Job, nowMs: number, store: string | undefined): readonly ReportStep[] {
  const place = placeOf(job, store);
  if (job.state === "unknown") return reviewSteps(job, place);
  const command = commandFor(job, nowMs, place);
  if (command === undefined) return [];
  const advice = adviceOf(job);
  return [...(advice === undefined ? [] : [{ text: advice }]), { command }];
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

function commandFor(job: Job, nowMs: number, place: Place): string | undefined {
  const { state, waitsFor, error } = job;
  switch (state) {
    case "failed":
    case "expired":
    case "rejected":
      return commandAt(commandOf(job), place);
    case "succeeded":
      if (isFetching(job, nowMs)) return undefined;
      return waitsFor === "link" && error?.host !== undefined
        ? resumeCommand({ ...place, allowHost: [error.host] })
        : resumeCommand(place);
    case "approved":
      if (waitsFor === "budget") return resumeCommand({ ...place, policy: POLICY_FILE });
      return waitsFor === "pool" ? resumeCommand(place) : undefined;
    default:
      return undefined;
  }
}
