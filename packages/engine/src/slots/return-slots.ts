import { growPauseMs, probePauseMs, type SlotSettings } from "../context/slot-settings.ts";
import { addEvent } from "../events/add-event.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { JobScope } from "../store/job-scope.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import { isAnyOf } from "../store/row-list.ts";
import { runTogether } from "../store/run-together.ts";
import type { Db, JobRow, PoolRow } from "../store/schema.ts";
import {
  bringPoolNear,
  changePool,
  countAccepted,
  countUsed,
  findPool,
  type Horizon,
  type PoolKey,
  readPoolsInUse,
} from "./pool-row.ts";
import { endTrouble, isProbeDue, wakeStopped } from "./pool-trouble.ts";
import { FULL } from "./read-pauses.ts";
import { mayGrow } from "./slot-allocator.ts";
import { wakeupOf, wakeWaiting } from "./wake-waiting.ts";

/** Gives the slots of jobs back, because their tasks have ended at the service or were never made, and wakes whom they let through. */
export async function returnSlots(db: Db, jobs: readonly JobRow[], nowMs: number): Promise<void> {
  if (jobs.length === 0) return;
  const ids = jobs.map(({ id }) => id);
  const wakeups = byPool(jobs).map(([job, ...others]) =>
    wakeupOf(db, { ...job, limit: others.reduce((sum, { weight }) => sum + weight, job.weight), nowMs }),
  );
  await runTogether(db, [
    db
      .updateTable("slot")
      .set({ job_id: null })
      .where(isAnyOf(db, "job_id", ids)),
    db
      .updateTable("pool")
      .set({ probe_job: null })
      .where(isAnyOf(db, "probe_job", ids)),
    ...wakeups,
  ]);
}

/** Jobs of one pool together. */
const byPool = (jobs: readonly JobRow[]): readonly (readonly [JobRow, ...JobRow[]])[] =>
  [
    ...Map.groupBy(jobs, ({ provider, account, pool }) => JSON.stringify([provider, account, pool])).values(),
  ].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));

/** A task that had ended before the pool reached its peak was not in flight then: the peak was lower. */
export async function correctPeaks(
  db: Db,
  ended: readonly { readonly job: JobRow; readonly endedAtMs: number }[],
): Promise<void> {
  const jobs = ended.map(({ job }) => job);
  for (const [first] of byPool(jobs)) {
    const pool = await findPool(db, first);
    // As a rule it has no peak to correct, and jobs need not be gone through.
    if (!pool || pool.quota !== null || pool.limited_at <= 0) continue;
    const late = ended.filter(({ job, endedAtMs }) => isOfPool(job, pool) && endedAtMs < pool.peak_at);
    for (const { job, endedAtMs } of late) await correctPeak(db, job, endedAtMs);
  }
}

const isOfPool = (job: PoolKey, { provider, account, pool }: PoolKey): boolean =>
  job.provider === provider && job.account === account && job.pool === pool;

async function correctPeak(db: Db, job: JobRow, endedAtMs: number): Promise<void> {
  await db
    .updateTable("pool")
    .set((pool) => ({ peak: pool("peak", "-", job.weight), allowed: pool("allowed", "-", job.weight) }))
    .where("provider", "=", job.provider)
    .where("account", "=", job.account)
    .where("pool", "=", job.pool)
    .where("quota", "is", null)
    .where("peak_at", ">", endedAtMs)
    .where("limited_at", ">", 0)
    .whereRef("allowed", ">=", "peak")
    .where("peak", ">", job.weight)
    .execute();
}

/** The service took creates: there is room for what is in flight, and whatever it refused before is over. */
export async function noteAccepted(db: Db, jobs: readonly JobRow[], nowMs: number): Promise<void> {
  for (const ofPool of byPool(jobs)) {
    for (const [at, job] of ofPool.entries()) {
      const pool = await findPool(db, job);
      if (!pool) break;
      await noteOne(db, { job, pool, nowMs });
      const others = ofPool.slice(at + 1);
      // What one tells of a pool in order, the others would tell, too.
      if (isInOrder(pool) && !others.some(({ id }) => id === pool.probe_job)) break;
    }
  }
}

const isInOrder = ({ failures, limited_at }: PoolRow): boolean => failures === 0 && limited_at === 0;

async function noteOne(
  db: Db,
  { job, pool, nowMs }: { readonly job: JobRow; readonly pool: PoolRow; readonly nowMs: number },
): Promise<void> {
  const isProbe = pool.probe_job === job.id;
  if (!isProbe && isInOrder(pool)) return;
  const accepted = await countAccepted(db, pool);
  const allowed = Math.max(pool.allowed, accepted);
  await changePool(db, pool, { allowed, ...(isProbe ? afterProbe(pool, { accepted, nowMs }) : {}) });
  await endTrouble(db, pool, { nowMs, worker: job.lease_owner });
  const room = allowed - (await countUsed(db, pool));
  await wakeWaiting(db, { ...pool, limit: Math.max(1, pool.failures > 0 ? room : 0), nowMs });
}

/** How much of the time without more slots still counts after a probe found one: it may be a task of ours that has just ended. */
const REMEMBERED_SHARE = 1 / 4;

/** Until the service refuses again the pool grows as fast as answers come. */
function afterProbe(
  { peak, limited_at }: PoolRow,
  { accepted, nowMs }: { readonly accepted: number; readonly nowMs: number },
): Partial<PoolRow> {
  const next = { probe_job: null, probe_at: 0 };
  if (accepted <= peak) return { ...next, limited_at: 0 };
  const limitedForMs = limited_at === 0 ? 0 : Math.max(0, nowMs - limited_at);
  const since = limited_at === 0 ? 0 : Math.round(nowMs - limitedForMs * REMEMBERED_SHARE);
  return { ...next, limited_at: since, peak: accepted, peak_at: nowMs };
}

/** Without a slot beyond them for so long, the slots that we have are all that there are. In ms. INF */
const PEAK_HOLDS_MS = 3_600_000;

/** 1303: all slots are taken. Shrinks the pool to the tasks that the service has taken, and puts the next probe off. */
export async function noteLimit(
  db: Db,
  job: JobRow,
  { settings, nowMs }: { readonly settings: SlotSettings; readonly nowMs: number },
): Promise<void> {
  await db.updateTable("slot").set({ job_id: null }).where("job_id", "=", job.id).execute();
  const pool = await findPool(db, job);
  if (!pool) return;
  // Other creates that wait for their answer prove nothing.
  const accepted = await countAccepted(db, pool);
  const limit = judgeLimit(pool, { accepted, nowMs });
  const limitedForMs = nowMs - limit.limited_at;
  const pauseMs = limit.hasOthers
    ? probePauseMs(settings, limitedForMs)
    : growPauseMs(settings, limitedForMs);
  // Several refusals at the same moment are one message.
  const isNews = pool.probe_at <= nowMs;
  const probe_at = isNews ? nowMs + pauseMs : Math.min(pool.probe_at, nowMs + pauseMs);
  await changePool(db, pool, {
    allowed: Math.min(pool.allowed, accepted),
    peak: limit.peak,
    limited_at: limit.limited_at,
    probe_at,
    ...(pool.probe_job === job.id ? { probe_job: null } : {}),
  });
  await endTrouble(db, pool, { nowMs, worker: job.lease_owner, only: "unreachable" });
  if (!isNews || !limit.hasOthers) return;
  await addEvent(db, {
    atMs: nowMs,
    kind: "pool-waits",
    worker: job.lease_owner,
    data: { account: pool.account, pool: pool.pool, why: "slots", message: FULL, nextTryAtMs: probe_at },
  });
}

interface Limit {
  readonly peak: number;
  readonly limited_at: number;
  /** Another client has slots that we could use. */
  readonly hasOthers: boolean;
}

function judgeLimit(
  pool: PoolRow,
  { accepted, nowMs }: { readonly accepted: number; readonly nowMs: number },
): Limit {
  const peak = pool.quota ?? Math.max(pool.peak, accepted);
  const hasOthers = accepted === 0 || accepted < peak;
  const isFirst = pool.limited_at === 0 || (hasOthers && peak > 0 && pool.allowed >= peak);
  const limited_at = isFirst ? nowMs : Math.min(pool.limited_at, nowMs);
  if (!hasOthers || pool.quota !== null || accepted === 0) return { peak, limited_at, hasOthers };
  return nowMs - limited_at > PEAK_HOLDS_MS
    ? { peak: accepted, limited_at, hasOthers: false }
    : { peak, limited_at, hasOthers };
}

/** Wakes only jobs in scope. Default: any. */
export interface Sweep extends Horizon, JobScope {
  /** Timers of their pools that were set while a clock ran ahead are brought near. */
  readonly accounts: readonly AccountKey[];
}

/** Wakes waiting jobs of every pool that has room or may probe. The net below the wake-ups of returned slots. */
export async function sweepPools(
  db: Db,
  { accounts, batchIds, exceptIds, ...horizon }: Sweep,
): Promise<void> {
  const { nowMs } = horizon;
  const which = { batchIds, exceptIds, nowMs };
  await forgetProbes(db, nowMs);
  for (const row of await readPoolsInUse(db)) {
    const isOurs = accounts.some(
      ({ provider, account }) => provider === row.provider && account === row.account,
    );
    const pool = isOurs ? await bringPoolNear(db, row, horizon) : row;
    if (pool.stop_reason === null) await sweepPool(db, pool, which);
    else if (isProbeDue(pool, nowMs)) await wakeStopped(db, { ...pool, ...which });
  }
}

async function sweepPool(
  db: Db,
  pool: PoolRow & { readonly used: number },
  which: JobScope & { readonly nowMs: number },
): Promise<void> {
  const { nowMs } = which;
  if (pool.blocked_until > nowMs) return;
  const room = Math.max(0, pool.allowed - pool.used);
  const probes = mayGrow(pool, pool.used + 1) && pool.probe_at <= nowMs ? 1 : 0;
  if (room + probes === 0) return;
  const wakeup = { ...pool, ...which };
  if (pool.failures === 0) return wakeWaiting(db, { ...wakeup, limit: Math.max(room, probes) });
  if (pool.probe_job === null) return wakeWaiting(db, { ...wakeup, limit: 1, isByTurns: true });
}

/** A probe whose answer was lost, and that nobody looks up: whenever somebody does, it says nothing about room now. */
const forgetProbes = (db: Db, nowMs: number): Promise<unknown> => endProbes(db, { nowMs }, {});

const endProbes = prepareQuery((db, { nowMs }: { readonly nowMs: number }) =>
  db
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
    ),
);
