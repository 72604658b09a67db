import type { PlanContext } from "../context/media-loader.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { sealPlan } from "../plan/make-plan.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import { withoutKey } from "../plan/without-key.ts";
import { REST_STATES } from "../state/transitions.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { StoreError } from "../store/store-error.ts";
import { readPlanned } from "./query-jobs.ts";
import { isWithoutResult } from "./replace-jobs.ts";
import { requireNewest, requireParents, requireRetryable } from "./require-retryable.ts";

/** Jobs whose plans are read at once: they are large. */
const PAGE = 200;

interface RetryAll {
  readonly ids: readonly string[];
  /** Jobs that were retried or found since they were chosen pass: the transaction that buys leaves them out. */
  readonly isLate: boolean;
}

/**
 * The plan that buys the results of these jobs again, in their order. A job may take results of others among them.
 * Throws StoreError `retry_refused` for one that cannot be retried, and for jobs of several purposes.
 */
export async function retryAllPlan(db: Db, plans: PlanContext, { ids, isLate }: RetryAll): Promise<Plan> {
  const among = new Set(ids);
  const purposes = new Set<string>();
  for (const id of among) {
    const job = await getJob(db, id);
    purposes.add(job.purpose);
    // Read once: a process beside this one may retry the job between two readings.
    const newest = await newestRetry(db, id);
    if (isLate && hasSuccessor(job, newest)) continue;
    requireMissing(job);
    await requireNewest(db, id, newest);
    await requireParents(db, id, among);
  }
  const [purpose, ...others] = purposes;
  if (purpose === undefined || others.length > 0) {
    const message =
      purpose === undefined
        ? "There is no job to retry. Nothing was sent."
        : `Jobs of several purposes cannot be retried together: ${[purpose, ...others].join(", ")}. Nothing was sent. Retry those of one purpose.`;
    throw new StoreError("retry_refused", message);
  }
  return sealPlan(purpose, await readWithoutKeys(db, plans, ids));
}

/** Whether a result of the job is there or may come, without buying it again. */
const hasSuccessor = ({ id, state }: JobRow, newest: string): boolean =>
  newest !== id || !REST_STATES.includes(state) || state === "collected";

function requireMissing(job: JobRow): void {
  const { id, state, route_id: routeId } = job;
  requireRetryable({ id, state, routeId });
  if (isWithoutResult(job)) return;
  const message = `Job ${id} is ${state} and has its result. Nothing was sent. To buy another one, retry it alone.`;
  throw new StoreError("retry_refused", message);
}

const sayNoPlan = (id: string): string =>
  `Job ${id} has no saved request, so it cannot be bought again. Nothing was sent. Leave it out.`;

async function readWithoutKeys(
  db: Db,
  plans: PlanContext,
  ids: readonly string[],
): Promise<readonly PlannedJob[]> {
  const jobs: PlannedJob[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const planned = await readPlanned(db, page);
    for (const id of page) {
      const job = planned.get(id);
      // Jobs and what they replace go together by their place in the list, so that none may be left out.
      if (!job) throw new StoreError("retry_refused", sayNoPlan(id));
      jobs.push(await withoutKey(job, plans));
    }
  }
  return jobs;
}
