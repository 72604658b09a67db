import type { Db, PoolRow } from "../store/schema.ts";
import { quotaOf, type SlotSettings } from "./slot-settings.ts";

export interface PoolKey {
  readonly account: string;
  readonly pool: string;
}

/** The row of a pool, made when it is first used, and brought to the configured quota. */
export async function ensurePool(db: Db, key: PoolKey, settings: SlotSettings): Promise<PoolRow> {
  const { account, pool } = key;
  const quota = quotaOf(settings, pool) ?? null;
  const found = await findPool(db, key);
  if (found && found.quota === quota) return found;
  const allowed = quota ?? found?.allowed ?? settings.assumedQuota;
  const fresh = { allowed, quota, probe_at: 0, probe_backoff: 0 };
  await db
    .insertInto("pool")
    .values({ account, pool, ...fresh, probe_job: null, blocked_until: 0, stop_reason: null })
    .onConflict((conflict) => conflict.columns(["account", "pool"]).doUpdateSet(fresh))
    .execute();
  await resizeSlots(db, key, allowed);
  return (
    (await findPool(db, key)) ?? {
      account,
      pool,
      ...fresh,
      probe_job: null,
      blocked_until: 0,
      stop_reason: null,
    }
  );
}

export function findPool(db: Db, { account, pool }: PoolKey): Promise<PoolRow | undefined> {
  return db
    .selectFrom("pool")
    .selectAll()
    .where("account", "=", account)
    .where("pool", "=", pool)
    .executeTakeFirst();
}

export async function changePool(
  db: Db,
  { account, pool }: PoolKey,
  change: Partial<Omit<PoolRow, "account" | "pool">>,
): Promise<void> {
  await db.updateTable("pool").set(change).where("account", "=", account).where("pool", "=", pool).execute();
}

/** Makes exactly `count` slots; one that a task still holds stays until the task ends. Tells how many there are now. */
export async function resizeSlots(db: Db, { account, pool }: PoolKey, count: number): Promise<number> {
  const rows = Array.from({ length: count }, (_, at) => ({ account, pool, n: at + 1, job_id: null }));
  if (rows.length > 0) {
    await db
      .insertInto("slot")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await db
    .deleteFrom("slot")
    .where("account", "=", account)
    .where("pool", "=", pool)
    .where("n", ">", count)
    .where("job_id", "is", null)
    .execute();
  return (await countSlots(db, { account, pool })).slots;
}

export interface SlotCounts {
  readonly slots: number;
  /** Those that a task holds. */
  readonly used: number;
}

export async function countSlots(db: Db, { account, pool }: PoolKey): Promise<SlotCounts> {
  const row = await db
    .selectFrom("slot")
    .select(({ fn }) => [fn.countAll<number>().as("slots"), fn.count<number>("job_id").as("used")])
    .where("account", "=", account)
    .where("pool", "=", pool)
    .executeTakeFirst();
  return { slots: Number(row?.slots ?? 0), used: Number(row?.used ?? 0) };
}

export const countUsed = async (db: Db, key: PoolKey): Promise<number> => (await countSlots(db, key)).used;
