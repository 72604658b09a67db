import type { MayHaveCharged } from "@klingkit/spec";
import { requireObject } from "@klingkit/spec/plain";
import type { LedgerSums } from "../ledger/ledger.ts";
import type { Job } from "./job-view.ts";

/** What tells of a job whether it was charged. */
export interface ChargedJob extends Pick<Job, "state" | "mayBeTaken"> {
  /** Of its ledger entries, where they are known. */
  readonly sums?: Pick<LedgerSums, "settled">;
}

export interface ChargeFacts {
  /** The service charged for a failed task of these jobs; for jobs without sums. Default false. */
  readonly isFailureCharged?: boolean;
}

/** Whether money may have been spent on any of these jobs, by what the store knows of them. */
export function mayHaveCharged(jobs: readonly ChargedJob[], facts: ChargeFacts = {}): MayHaveCharged {
  requireObject("mayHaveCharged", { jobs });
  const charges = jobs.map((job) => chargeOf(job, facts));
  return (["yes", "unknown"] as const).find((charge) => charges.includes(charge)) ?? "no";
}

function chargeOf(
  { state, mayBeTaken, sums = { settled: 0 } }: ChargedJob,
  { isFailureCharged = false }: ChargeFacts,
): MayHaveCharged {
  switch (state) {
    // A task exists that is, or will be, charged.
    case "running":
    case "succeeded":
    case "collected":
    case "expired":
      return "yes";
    // The request may have arrived.
    case "submitting":
    case "unknown":
      return "unknown";
    // A failed task costs nothing, unless the service reported a charge.
    case "failed":
      return isFailureCharged || sums.settled > 0 ? "yes" : "no";
    case "planned":
    case "approved":
    case "rejected":
    case "canceled":
      return mayBeTaken ? "unknown" : "no";
  }
}
