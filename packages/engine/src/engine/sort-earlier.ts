import { requireObject } from "@klingkit/spec/plain";
import { BAD_ENDS } from "../state/transitions.ts";
import type { JobThere, PlanPreview } from "./preview-plan.ts";

/** Jobs of earlier runs that stand for requests of a plan, by what the next run does for them. Each list is in the order of the plan. */
export interface EarlierJobs {
  /** With a result, or with a task that is followed until it ends: paid, or about to be. */
  readonly bought: readonly JobThere[];
  /** Approved and not sent: still to be paid. A run sends them without another approval. */
  readonly unsent: readonly JobThere[];
  /** Ended without a result, or `unknown`: a run does not try them again. */
  readonly withoutResult: readonly JobThere[];
}

/**
 * Sorts the earlier jobs of a preview: what is bought, what is still to be paid, and what is not tried again.
 *
 * @throws TypeError where `preview` is none
 */
export function sortEarlier(preview: Pick<PlanPreview, "earlier">): EarlierJobs {
  requireObject("sortEarlier", { preview });
  const jobs = preview.earlier.flatMap((job) => job ?? []);
  const isUnsent = ({ state }: JobThere) => state === "approved" || state === "planned";
  const isEnded = ({ state }: JobThere) => state === "unknown" || BAD_ENDS.includes(state);
  return {
    bought: jobs.filter((job) => !isUnsent(job) && !isEnded(job)),
    unsent: jobs.filter(isUnsent),
    withoutResult: jobs.filter(isEnded),
  };
}
