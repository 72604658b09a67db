import type { Job } from "@klingkit/engine";

type Charge = "no" | "unknown" | "yes";

/** A task exists that is, or will be, charged. */
const TAKEN: readonly Job["state"][] = ["running", "succeeded", "collected", "expired"];
/** The request may have arrived. */
const DOUBTFUL: readonly Job["state"][] = ["submitting", "unknown"];

const chargeOf = ({ state }: Pick<Job, "state">): Charge =>
  TAKEN.includes(state) ? "yes" : DOUBTFUL.includes(state) ? "unknown" : "no";

/** Whether money may have been spent on jobs, by the states in the store. Failed tasks cost nothing, unless the ledger says so. */
export function mayHaveCharged(
  jobs: readonly Pick<Job, "state">[],
  { isFailureCharged = false }: { readonly isFailureCharged?: boolean } = {},
): Charge {
  const charges = jobs.map((job) => (isFailureCharged && job.state === "failed" ? "yes" : chargeOf(job)));
  return (["yes", "unknown"] as const).find((charge) => charges.includes(charge)) ?? "no";
}
