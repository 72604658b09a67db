import { release } from "../ledger/ledger.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import { wakeWaiting } from "../slots/return-slots.ts";
import { getJob, moveJob } from "../store/jobs.ts";
import { findHolder, recordAccepted } from "../submit/record-accepted.ts";
import type { EngineContext } from "./settings.ts";

/** What became of something that a person asked for. */
export type HandResult = { readonly kind: "done" } | { readonly kind: "refused"; readonly reason: string };

const DONE: HandResult = { kind: "done" };
const refused = (reason: string): HandResult => ({ kind: "refused", reason });

/** Takes a job back that was not sent yet. What is bought cannot be canceled: the service has no such call. */
export async function cancelJob(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  id: string,
): Promise<HandResult> {
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const job = await getJob(db, id);
    if (job.state !== "approved" && job.state !== "planned") {
      return refused(`job ${id} is ${job.state}; only a job that was not sent can be canceled`);
    }
    await moveJob(db, job, { to: "canceled", atMs, event: { kind: "job-canceled", data: {} } });
    return DONE;
  });
}

/** Goes on with a task that a person found for a job in `unknown`. The task is read before it is believed. */
export async function adoptTask(context: EngineContext, id: string, taskId: string): Promise<HandResult> {
  const job = await getJob(context.store.reader, id);
  if (job.account !== context.provider.account) {
    return refused(`job ${id} belongs to the account ${job.account}`);
  }
  if (job.state !== "unknown")
    return refused(`job ${id} is ${job.state}; only a job in unknown adopts a task`);
  const ref = { routeId: job.route_id, externalId: job.ext_id, taskId };
  const [read] = await context.provider.read([ref], { timeoutMs: context.timing.readTimeoutMs });
  const answer = read && ownAnswer(read, ref);
  if (answer?.kind !== "found") return refused(`the service does not show a task ${taskId}`);
  const taken = await findHolder(context.store.reader, job, taskId);
  if (taken !== undefined) return refused(`task ${taskId} belongs to job ${taken}`);
  const { createdAtMs = context.clock.nowMs() } = answer.task;
  await recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" });
  const { state, task_id } = await getJob(context.store.reader, id);
  return task_id === taskId ? DONE : refused(`job ${id} was decided meanwhile and is ${state}`);
}

/** A person knows that nothing was bought for a job in `unknown`: the held units come back. */
export async function rejectUnknown(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  id: string,
  by: string,
): Promise<HandResult> {
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const job = await getJob(db, id);
    if (job.state !== "unknown")
      return refused(`job ${id} is ${job.state}; only a job in unknown is reviewed`);
    await moveJob(db, job, { to: "rejected", atMs, event: { kind: "job-reviewed", data: { by } } });
    await release(db, job, { atMs });
    return DONE;
  });
}

/** Lets pools go on that a permanent refusal had stopped, and jobs that waited for budget or for a refused link. With a batch: its pools and jobs only. */
export async function resumeWaiting(
  { store, clock, provider }: EngineContext,
  { batchId }: { readonly batchId?: string } = {},
): Promise<void> {
  const nowMs = clock.nowMs();
  const { account } = provider;
  await store.write(async (db) => {
    const ofBatch = db
      .selectFrom("job")
      .select("pool")
      .where("batch_id", "=", batchId ?? "");
    const pools = await db
      .updateTable("pool")
      .set({ stop_reason: null })
      .where("account", "=", account)
      .where("stop_reason", "is not", null)
      .$if(batchId !== undefined, (pool) => pool.where("pool", "in", ofBatch))
      .returningAll()
      .execute();
    await db
      .updateTable("job")
      .set({ next_at: nowMs, waits_for: null })
      .where("account", "=", account)
      .where("waits_for", "in", ["pool", "budget", "link"])
      .$if(batchId !== undefined, (job) => job.where("batch_id", "=", batchId ?? ""))
      .execute();
    // Whoever asks now for what is left is told now of what came late.
    await db
      .updateTable("intent")
      .set({ look_at: nowMs })
      .where("look_at", "is not", null)
      .where("job_id", "in", (select) => select.selectFrom("job").select("id").where("account", "=", account))
      .execute();
    for (const pool of pools) await wakeWaiting(db, { ...pool, batchId, limit: pool.allowed, nowMs });
  });
}
