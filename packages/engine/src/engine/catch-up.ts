import { leave, maintain } from "../dispatch/maintain.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import { claimThese, updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { recordAccepted } from "../submit/record-accepted.ts";
import { newOwner } from "./engine-options.ts";
import { callContext, type EngineContext } from "./settings.ts";
import { readWithinTime } from "./within-time.ts";

/**
 * Reads the tasks of these jobs now and records what is seen, as a run would. Sends no create and fetches no file.
 * Jobs that another process works on are left to it.
 */
export async function catchUp(context: EngineContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const own = { ...context, owner: newOwner() };
  await maintain(own);
  try {
    await Promise.all((await claim(own, ids, ["submitting", "unknown"])).map((job) => adoptFound(own, job)));
    await followJobs(own, await claim(own, ids, ["running"]));
  } finally {
    await leave(own);
  }
}

const claim = (
  { store, provider, owner }: EngineContext,
  ids: readonly string[],
  states: readonly JobRow["state"][],
) => store.write((db) => claimThese(db, { account: provider.account, ids, states, owner }));

/** A task that stands under the job's key is the job's. Where none is found, nothing is concluded from it. */
async function adoptFound(context: EngineContext, job: JobRow): Promise<void> {
  const { provider, timing, clock, store } = context;
  const { readTimeoutMs } = timing;
  const ref = { routeId: job.route_id, externalId: job.ext_id };
  const answer = await readWithinTime(
    readTimeoutMs,
    provider.lookup(ref, callContext(context, readTimeoutMs)),
  ).catch(() => undefined);
  const nowMs = clock.nowMs();
  if (answer?.kind === "found") {
    const { taskId, createdAtMs = nowMs } = answer.task;
    return recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" });
  }
  const next_at = job.state === "unknown" ? null : nowMs;
  try {
    await store.write((db) => updateJob(db, job, { lease_owner: null, next_at }));
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}
