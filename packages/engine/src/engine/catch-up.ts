import { leave, maintain } from "../dispatch/maintain.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { TaskView } from "../provider/provider.ts";
import { claimThese, updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { judgeFound } from "../submit/judge-found.ts";
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

/** A task that is surely the job's becomes the job's. Where none is found, nothing is concluded from it. */
async function adoptFound(context: EngineContext, job: JobRow): Promise<void> {
  const task = await findOwnTask(context, job);
  const { taskId, createdAtMs = context.clock.nowMs() } = task ?? {};
  const isAdopted =
    taskId !== undefined &&
    (await recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" }));
  if (!isAdopted) await giveBack(context, job);
}

async function findOwnTask(context: EngineContext, job: JobRow): Promise<TaskView | undefined> {
  const { provider, timing, store } = context;
  const { readTimeoutMs } = timing;
  const ref = { routeId: job.route_id, externalId: job.ext_id };
  try {
    const work = provider.lookup(ref, callContext(context, readTimeoutMs));
    const answer = ownAnswer(await readWithinTime(readTimeoutMs, work), ref);
    const intent = await store.reader
      .selectFrom("intent")
      .selectAll()
      .where("job_id", "=", job.id)
      .executeTakeFirst();
    if (answer.kind !== "found" || !intent) return undefined;
    const { kind } = await judgeFound(context, { job, intent, task: answer.task });
    return kind === "own" ? answer.task : undefined;
  } catch (error) {
    context.onError(error, job.id);
    return undefined;
  }
}

/** As if it had not been looked at. */
async function giveBack({ store, clock }: EngineContext, job: JobRow): Promise<void> {
  const next_at = job.state === "unknown" ? null : clock.nowMs();
  try {
    await store.write((db) => updateJob(db, job, { lease_owner: null, next_at }));
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}
