import { sql } from "kysely";
import type { Db, JobRow } from "../store/schema.ts";
import { changePool, countUsed, findPool } from "./pool-row.ts";
import { mayGrow } from "./slot-desk.ts";
import type { SlotSettings } from "./slot-settings.ts";

/** Gives a job's slots back, because its task has ended at the service or was never made, and wakes whom they let go on. */
export async function returnSlots(db: Db, job: JobRow, nowMs: number): Promise<void> {
  await db.updateTable("slot").set({ job_id: null }).where("job_id", "=", job.id).execute();
  await db.updateTable("pool").set({ probe_job: null }).where("probe_job", "=", job.id).execute();
  await wakeWaiting(db, { ...job, limit: job.weight, nowMs });
}

/** The service took the create: a probe has proved that there is room for what is in flight. */
export async function noteAccepted(db: Db, job: JobRow, nowMs: number): Promise<void> {
  const pool = await db
    .updateTable("pool")
    // Until the first refusal the pool grows as fast as answers come; later one success may only mean
    // that a task has ended of which we have not heard yet.
    .set({ probe_job: null, probe_at: sql<number>`${nowMs} + probe_backoff` })
    .where("probe_job", "=", job.id)
    .returningAll()
    .executeTakeFirst();
  if (!pool) return;
  const allowed = Math.max(pool.allowed, await countUsed(db, pool));
  await changePool(db, pool, { allowed });
  await wakeWaiting(db, { ...pool, limit: 1, nowMs });
}

/** 1303: somebody else holds a slot. Shrinks the pool to what is in flight and puts the next probe off. */
export async function noteLimit(
  db: Db,
  job: JobRow,
  { settings, nowMs }: { readonly settings: SlotSettings; readonly nowMs: number },
): Promise<void> {
  await db.updateTable("slot").set({ job_id: null }).where("job_id", "=", job.id).execute();
  const pool = await findPool(db, job);
  if (!pool) return;
  const used = await countUsed(db, job);
  const isLearnt = pool.quota === null && used > 0;
  const { probeFirstMs, probeMaxMs, growFirstMs, growFactor } = settings;
  const backoff = isLearnt
    ? Math.max(growFirstMs, pool.probe_backoff * growFactor)
    : Math.min(probeMaxMs, Math.max(probeFirstMs, pool.probe_backoff * 2));
  // Several refusals at the same moment are one message.
  const isNews = pool.probe_at <= nowMs;
  await changePool(db, job, {
    allowed: Math.min(pool.allowed, used),
    ...(pool.probe_job === job.id ? { probe_job: null } : {}),
    ...(isNews ? { probe_backoff: backoff, probe_at: nowMs + backoff } : {}),
  });
}

/** 1302: no create of the pool before `untilMs`. */
export async function blockPool(db: Db, job: JobRow, untilMs: number): Promise<void> {
  await changePool(db, job, { blocked_until: untilMs });
}

/** A refusal that only a person can cure: nothing more is sent in this pool. */
export async function stopPool(db: Db, job: JobRow, reason: string): Promise<void> {
  await changePool(db, job, { stop_reason: reason });
}

interface Wakeup {
  readonly account: string;
  readonly pool: string;
  /** Wakes only jobs of this batch. Default: the oldest of all. */
  readonly batchId?: string | undefined;
  readonly limit: number;
  readonly nowMs: number;
}

/** Makes the oldest jobs that wait for a slot due. One too many does no harm: it finds no slot and waits again. */
export async function wakeWaiting(db: Db, { account, pool, batchId, limit, nowMs }: Wakeup): Promise<void> {
  await db
    .updateTable("job")
    .set({ next_at: nowMs, waits_for: null })
    .where("id", "in", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("account", "=", account)
        .where("pool", "=", pool)
        .where("waits_for", "=", "slot")
        .$if(batchId !== undefined, (jobs) => jobs.where("batch_id", "=", batchId ?? ""))
        .orderBy("id")
        .limit(limit),
    )
    .execute();
}

/** Wakes waiting jobs of every pool that has room or may probe. The net below the wake-ups of returned slots. */
export async function sweepPools(db: Db, nowMs: number, batchId?: string): Promise<void> {
  await forgetProbes(db, nowMs);
  const pools = await db.selectFrom("pool").selectAll().where("stop_reason", "is", null).execute();
  for (const pool of pools) {
    if (pool.blocked_until > nowMs) continue;
    const used = await countUsed(db, pool);
    const room = Math.max(0, pool.allowed - used);
    const probes = mayGrow(pool, used + 1) && pool.probe_at <= nowMs ? 1 : 0;
    if (room + probes > 0) await wakeWaiting(db, { ...pool, batchId, limit: Math.max(room, probes), nowMs });
  }
}

/** A probe whose answer was lost, and that nobody looks up: whenever somebody does, it says nothing about room now. */
async function forgetProbes(db: Db, nowMs: number): Promise<void> {
  await db
    .updateTable("pool")
    .set({ probe_job: null })
    .where("probe_job", "in", (select) =>
      select
        .selectFrom("job")
        .innerJoin("intent", "intent.job_id", "job.id")
        .select("job.id")
        .where("job.state", "=", "submitting")
        .where("job.lease_owner", "is", null)
        .where("intent.absent_from", "<", nowMs),
    )
    .execute();
}
