import type { JobHistory } from "@klingkit/engine";
import { ADVICE, commandOf, remedyOf } from "../jobs/remedy.ts";
import type { ReportFailure } from "./report-data.ts";
import { costText } from "./texts.ts";

/** Why a job has no file, whether it cost something, and the command that helps; undefined for one that needs nobody. */
export function failureOf(history: JobHistory): ReportFailure | undefined {
  const command = commandFor(history);
  if (command === undefined) return undefined;
  const codes = codesOf(history);
  const advice = adviceOf(history);
  return {
    message: messageOf(history),
    ...(codes === "" ? {} : { codes }),
    charge: chargeOf(history),
    ...(advice === undefined ? {} : { advice }),
    command,
  };
}

const ENDED: readonly JobHistory["state"][] = ["failed", "expired", "rejected"];

function adviceOf(history: JobHistory): string | undefined {
  const remedy = ENDED.includes(history.state) ? remedyOf(history) : "retry";
  return remedy === "retry" ? undefined : ADVICE[remedy];
}

function messageOf({ error, waitsFor, state }: JobHistory): string {
  if (error !== undefined) return error.message;
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

function commandFor(history: JobHistory): string | undefined {
  const { id, state, waitsFor, error } = history;
  switch (state) {
    case "failed":
    case "expired":
    case "rejected":
      return commandOf(history);
    case "unknown":
      return `kling jobs show ${id}`;
    case "succeeded":
      return waitsFor === "link" && error?.host !== undefined
        ? `kling resume --allow-host ${error.host}`
        : "kling resume";
    case "approved":
      return waitsFor === "pool" || waitsFor === "budget" ? "kling resume" : undefined;
    default:
      return undefined;
  }
}
