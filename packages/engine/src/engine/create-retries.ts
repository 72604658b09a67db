import type { EngineContext } from "../context/engine-context.ts";
import { type EngineContexts, findContext } from "../context/engine-contexts.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { sealPlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { withoutKey } from "../plan/without-key.ts";
import { getJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { StoreError } from "../store/store-error.ts";
import { recoverTask } from "../submit/late-tasks.ts";
import type { Enqueue } from "./create-enqueue.ts";
import type { EnqueueOptions, EnqueueResult } from "./enqueue.ts";
import { readHistory } from "./read-history.ts";
import { requireNewest, requireParents, requireRetryable } from "./require-retryable.ts";
import { retryAllPlan } from "./retry-all-plan.ts";

type RetryOptions = Pick<EnqueueOptions, "approvalId" | "outputDir">;

interface Retries {
  recover(id: string): Promise<boolean>;
  retryPlan(id: string): Promise<Plan>;
  retry(id: string, options?: RetryOptions): Promise<EnqueueResult>;
  retryAllPlan(ids: readonly string[]): Promise<Plan>;
  retryAll(ids: readonly string[], options?: RetryOptions): Promise<EnqueueResult>;
}

/** Buying again what ended without its result. `enqueue`: how the engine buys. */
export function createRetries(contexts: EngineContexts, enqueue: Enqueue): Retries {
  const [context] = contexts;
  const { reader } = context.store;

  /** Nothing is found of a job whose account this engine was not given. */
  async function recover(id: string): Promise<boolean> {
    const job = await getJob(reader, id);
    const own = findContext(contexts, job);
    return own !== undefined && recoverJob(own, job);
  }

  return {
    recover,
    retryPlan: (id) => retryPlan(context, { id, isLate: false }),
    retry: async (id, given = {}) =>
      (await recover(id))
        ? continuedJob(await getJob(reader, id))
        : enqueue(await retryPlan(context, { id, isLate: true }), { ...given, retryOf: id }),
    retryAllPlan: (ids) => retryAllPlan(reader, context.plans, { ids: once(ids), isLate: false }),
    async retryAll(given, options = {}) {
      const ids = once(given);
      for (const id of ids) await recover(id);
      const plan = await retryAllPlan(reader, context.plans, { ids, isLate: true });
      return enqueue(plan, { ...options, replaces: ids });
    },
  };
}

interface Retry {
  readonly id: string;
  /** A job that was retried since it was chosen passes: the transaction that buys leaves it out. */
  readonly isLate: boolean;
}

async function retryPlan(context: EngineContext, { id, isLate }: Retry): Promise<Plan> {
  const { reader } = context.store;
  const history = await readHistory(context, id);
  requireRetryable(history);
  const { planned, purpose } = history;
  const newest = await newestRetry(reader, id);
  if (!isLate) await requireNewest(reader, id, newest);
  if (newest === id) await requireParents(reader, id);
  return sealPlan(purpose, [await withoutKey(planned, context.plans)]);
}

const once = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

const continuedJob = ({ id, batch_id: batchId }: JobRow): EnqueueResult => ({
  kind: "accepted",
  batchId,
  jobIds: [id],
  earlierJobIds: [id],
  isContinued: true,
});

async function recoverJob(context: EngineContext, job: JobRow): Promise<boolean> {
  const result = await recoverTask(context, job);
  if (result.kind !== "failed") return result.kind === "found";
  const message = `the external ID of job ${job.id} could not be looked up (${result.message}), so its task may exist. Nothing was bought. Try again later`;
  throw new StoreError("retry_refused", message);
}
