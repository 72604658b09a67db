import type { EngineContext } from "../context/engine-context.ts";
import { accountOf } from "../context/engine-contexts.ts";
import { NO_TROUBLE } from "../slots/pool-row.ts";
import { wakeWaiting } from "../slots/wake-waiting.ts";
import { endJob, type JobEnd } from "../state/end-job.ts";
import { WORK_STATES } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow, PoolRow } from "../store/schema.ts";
import { findScope, type WhichJobs } from "./find-scope.ts";
import { readMaybeTaken } from "./query-jobs.ts";

/** What became of something that a person asked for. */
export type DecisionResult =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly reason: string };

export const DONE: DecisionResult = { kind: "done" };
/** Whoever shows the reason ends the sentence. */
export const refused = (reason: string): DecisionResult => ({
  kind: "refused",
  reason: reason.replace(/\.$/, ""),
});

/** How a person ends a job, or why not. */
type Decide = (job: JobRow, db: Db) => Omit<JobEnd, "atMs"> | string | Promise<Omit<JobEnd, "atMs"> | string>;

/** Judges and ends a job in one transaction. */
export async function endByHand(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  id: string,
  decide: Decide,
): Promise<DecisionResult> {
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const job = await getJob(db, id);
    const end = await decide(job, db);
    if (typeof end === "string") return refused(end);
    await endJob(db, job, { ...end, atMs });
    return DONE;
  });
}

/** Takes a job back that was not sent yet. */
export const cancelJob = (
  context: Pick<EngineContext, "store" | "clock">,
  id: string,
): Promise<DecisionResult> =>
  endByHand(context, id, async (job, db) => {
    if (job.state !== "approved" && job.state !== "planned")
      return `job ${id} is ${job.state}; only a job that was not sent can be canceled`;
    if ((await readMaybeTaken(db, [job])).size > 0) {
      const why = "an earlier request brought no clear response, so that the service may have taken it";
      return `job ${id} may have been sent: ${why}. To find out, run \`kling resume\``;
    }
    return { to: "canceled", event: { kind: "job-canceled", data: {} } };
  });

/** A person knows that nothing was bought for a job in `unknown`: the held units come back. */
export const rejectUnknown = (
  context: Pick<EngineContext, "store" | "clock">,
  id: string,
  by: string,
): Promise<DecisionResult> =>
  endByHand(context, id, ({ state }) =>
    state === "unknown"
      ? { to: "rejected", event: { kind: "job-reviewed", data: { by } } }
      : `job ${id} is ${state}; only a job in unknown is reviewed`,
  );

/**
 * Lets every pool try again at once that pauses or was stopped, and makes all jobs due that wait for anything but a slot.
 * With a batch or jobs: only pools that were stopped for them, and these jobs.
 */
export async function resumeWaiting(context: EngineContext, which: WhichJobs = {}): Promise<void> {
  const nowMs = context.clock.nowMs();
  const { provider, account } = accountOf(context);
  await context.store.write(async (db) => {
    const scope = await findScope(db, which);
    const pools = await openPools(db, { provider, account }, scope);
    const jobs = db
      .updateTable("job")
      .set({ next_at: nowMs, waits_for: null })
      .where("provider", "=", provider)
      .where("account", "=", account);
    await jobs
      .where("waits_for", "in", ["pool", "budget", "link"])
      .where("lease_owner", "is", null)
      .where(inScope(db, scope))
      .execute();
    await jobs
      .where("state", "in", [...WORK_STATES])
      .where("next_at", ">", nowMs)
      .where(inScope(db, scope))
      .execute();
    for (const pool of pools) {
      await wakeWaiting(db, { ...pool, ...scope, limit: Math.max(1, pool.allowed), nowMs });
    }
  });
}

function openPools(db: Db, { provider, account }: AccountKey, scope: JobScope): Promise<readonly PoolRow[]> {
  const pools = db
    .updateTable("pool")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .returningAll();
  if (scope.batchIds === undefined) return pools.set({ ...NO_TROUBLE, probe_at: 0, limited_at: 0 }).execute();
  const inUse = db.selectFrom("job").select("pool").where(inScope(db, scope));
  return pools.set(NO_TROUBLE).where("stop_reason", "is not", null).where("pool", "in", inUse).execute();
}
