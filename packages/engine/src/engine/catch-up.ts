import type { EngineContext } from "../context/engine-context.ts";
import { accountOf } from "../context/engine-contexts.ts";
import { newOwner } from "../context/new-owner.ts";
import { leave, maintain } from "../dispatch/maintain.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import { LATE_STATES } from "../state/transitions.ts";
import { claimThese, updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { judgeFound } from "../submit/judge-found.ts";
import { recoverTask } from "../submit/late-tasks.ts";
import { lookUp } from "../submit/look-up.ts";
import { recordAccepted } from "../submit/record-accepted.ts";

/**
 * Reads the tasks of these jobs now and records what is seen, as a run would. Sends no create and fetches no file.
 * Jobs that another process works on, or of another account, are left out.
 */
export async function catchUp(context: EngineContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const own = { ...context, owner: newOwner() };
  await maintain([own]);
  try {
    await Promise.all((await readLate(own, ids)).map((job) => recoverTask(own, job)));
    await Promise.all((await claim(own, ids, "submitting")).map((job) => adoptFound(own, job)));
    await followJobs(own, await claim(own, ids, "running"));
  } finally {
    await leave(own);
  }
}

/** Jobs that ended without a task although one may be there. */
const readLate = (context: EngineContext, ids: readonly string[]): Promise<readonly JobRow[]> =>
  context.store.reader
    .selectFrom("job")
    .selectAll()
    .where("id", "in", ids)
    .where("provider", "=", context.provider.name)
    .where("account", "=", context.provider.account)
    .where("state", "in", LATE_STATES)
    .execute();

const claim = (
  context: EngineContext,
  ids: readonly string[],
  state: JobRow["state"],
): Promise<readonly JobRow[]> =>
  context.store.write((db) => claimThese(db, { ...accountOf(context), ids, state, owner: context.owner }));

/** A task that is surely the job's becomes the job's. Where none is found, nothing is concluded from it. */
async function adoptFound(context: EngineContext, job: JobRow): Promise<void> {
  const answer = await lookUp(context, job);
  const intent = await context.store.reader
    .selectFrom("intent")
    .selectAll()
    .where("ext_id", "=", job.ext_id)
    .executeTakeFirst();
  if (answer.kind === "found" && intent) {
    const { task } = answer;
    const { kind } = await judgeFound(context, { job, intent, task });
    const { taskId, createdAtMs = context.clock.nowMs() } = task;
    const isOwn = kind === "own";
    if (isOwn && (await recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" }))) return;
  }
  await giveBack(context, job);
}

/** As if it had not been looked at. */
async function giveBack({ store, clock }: EngineContext, job: JobRow): Promise<void> {
  try {
    await store.write((db) => updateJob(db, job, { lease_owner: null, next_at: clock.nowMs() }));
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}
