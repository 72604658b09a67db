import { sql } from "kysely";
import type { SlotSettings } from "../context/slot-settings.ts";
import type { Db, JobRow, PoolRow } from "../store/schema.ts";
import { changePool, countSlots, ensurePool, type PoolKey, resizeSlots } from "./pool-row.ts";
import { isProbeDue, readTrouble } from "./pool-trouble.ts";

export type SlotAnswer =
  /** `roomLeft`: slots that are free now although jobs may wait for them. */
  | { readonly kind: "taken"; readonly roomLeft: number }
  /** Not now: a freed slot, or the end of the pool's pause, wakes the job. */
  | { readonly kind: "wait" }
  /** Only a person can help. */
  | { readonly kind: "stopped"; readonly code: string; readonly reason: string };

/**
 * Hands out the slots of one pool inside one transaction, to many jobs in a row, which come in the order of their ids.
 * Where a job that takes several slots is the first to wait, those behind it wait too: they would take each slot that comes back.
 */
export interface SlotAllocator {
  take(job: JobRow): Promise<SlotAnswer>;
  /** Writes what was handed out. */
  close(): Promise<void>;
}

export async function openSlotAllocator(
  db: Db,
  key: PoolKey,
  { settings, nowMs }: { readonly settings: SlotSettings; readonly nowMs: number },
): Promise<SlotAllocator> {
  let pool = await ensurePool(db, key, settings);
  let { slots, used } = await countSlots(db, key);
  let free = await freeSlots(db, key);
  let handedOut: Handed[] = [];
  let front = await findFront(db, key);

  const holdsUp = (job: JobRow): boolean =>
    front !== undefined && front.id < job.id && front.weight > 1 && front.weight <= pool.allowed;

  function wait(job: JobRow): SlotAnswer {
    if (front === undefined || job.id < front.id) front = job;
    return { kind: "wait" };
  }

  async function occupy(job: JobRow, isProbe: boolean): Promise<SlotAnswer> {
    if (isProbe) {
      await changePool(db, key, { probe_job: job.id });
      pool = { ...pool, probe_job: job.id };
    }
    const wanted = Math.max(pool.quota ?? 0, pool.allowed, used + job.weight);
    // As a rule they are there, and a statement with a row for each of them is long.
    if (slots !== wanted) {
      await close();
      slots = await resizeSlots(db, key, wanted);
      free = await freeSlots(db, key);
    }
    handedOut.push(...free.splice(0, job.weight).map((n) => ({ n, jobId: job.id })));
    used += job.weight;
    return { kind: "taken", roomLeft: Math.max(0, pool.allowed - used) };
  }

  /** In trouble one create at a time tries whether the service takes it. */
  const isPaused = (): boolean => pool.blocked_until > nowMs || (isTroubled(pool) && pool.probe_job !== null);

  async function close(): Promise<void> {
    await fillSlots(db, key, handedOut);
    handedOut = [];
  }

  return {
    close,
    async take(job) {
      if (pool.stop_reason !== null && !isProbeDue(pool, nowMs))
        return { kind: "stopped", ...stopOf(pool, pool.stop_reason) };
      if (pool.quota !== null && job.weight > pool.quota)
        return { kind: "stopped", ...tooHeavy(job.weight, pool.quota) };
      if (isPaused() || holdsUp(job)) return wait(job);
      if (used + job.weight <= pool.allowed) return occupy(job, isTroubled(pool));
      if (!mayGrow(pool, used + job.weight) || pool.probe_at > nowMs) return wait(job);
      return occupy(job, true);
    },
  };
}

const isTroubled = ({ failures, stop_reason }: PoolRow): boolean => failures > 0 || stop_reason !== null;

const stopOf = (pool: PoolRow, reason: string) => ({
  code: readTrouble(pool)?.code ?? "pool_stopped",
  reason,
});

const tooHeavy = (weight: number, quota: number) => ({
  code: "quota_too_small",
  reason: `The job takes ${weight} slots, and the quota is ${quota}.`,
});

/** The oldest job that waits for slots. */
function findFront(
  db: Db,
  { provider, account, pool }: PoolKey,
): Promise<Pick<JobRow, "id" | "weight"> | undefined> {
  return db
    .selectFrom("job")
    .select(["id", "weight"])
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool)
    .where("waits_for", "=", "slot")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

/** One probing create at a time, and never beyond a quota that is known. */
export function mayGrow({ probe_job, quota }: PoolRow, wanted: number): boolean {
  return probe_job === null && (quota === null || wanted <= quota);
}

interface Handed {
  readonly n: number;
  readonly jobId: string;
}

async function freeSlots(db: Db, { provider, account, pool }: PoolKey): Promise<number[]> {
  const rows = await db
    .selectFrom("slot")
    .select("n")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool)
    .where("job_id", "is", null)
    .orderBy("n")
    .execute();
  return rows.map(({ n }) => n);
}

async function fillSlots(
  db: Db,
  { provider, account, pool }: PoolKey,
  handedOut: readonly Handed[],
): Promise<void> {
  if (handedOut.length === 0) return;
  const rows = sql.join(handedOut.map(({ n, jobId }) => sql`(${n}, ${jobId})`));
  // Both databases call the columns of such a list so, and PostgreSQL takes its numbers for texts.
  await sql`
    update slot set job_id = handed.column2 from (values ${rows}) as handed
    where slot.provider = ${provider} and slot.account = ${account} and slot.pool = ${pool} and slot.n = cast(handed.column1 as integer)`.execute(
    db,
  );
}
