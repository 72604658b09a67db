import { quotaOf, type SlotSettings } from "../context/slot-settings.ts";
import type { AccountKey } from "../store/account-key.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db, PoolRow } from "../store/schema.ts";

/** Of a pool whose creates the service takes. */
export const NO_TROUBLE = {
  failures: 0,
  trouble_json: null,
  blocked_until: 0,
  stop_reason: null,
  reopens_at: null,
} as const satisfies Partial<PoolRow>;

export interface PoolKey extends AccountKey {
  readonly pool: string;
}

/** The row of a pool, made when it is first used, and brought to the configured quota. */
export async function ensurePool(db: Db, key: PoolKey, settings: SlotSettings): Promise<PoolRow> {
  const { provider, account, pool } = key;
  const quota = quotaOf(settings, pool) ?? null;
  const found = await findPool(db, key);
  if (found && found.quota === quota) return found;
  const allowed = quota ?? found?.allowed ?? settings.assumedQuota;
  const fresh = { allowed, quota, peak: quota ?? found?.peak ?? 0, probe_at: 0, limited_at: 0 };
  const row: PoolRow = { provider, account, pool, ...fresh, peak_at: 0, probe_job: null, ...NO_TROUBLE };
  await db
    .insertInto("pool")
    .values(row)
    .onConflict((conflict) => conflict.columns(["provider", "account", "pool"]).doUpdateSet(fresh))
    .execute();
  await resizeSlots(db, key, allowed);
  return found ? { ...found, ...fresh } : row;
}

export async function findPool(db: Db, { provider, account, pool }: PoolKey): Promise<PoolRow | undefined> {
  return (await readPool(db, { provider, account, pool }, {}))[0];
}

const readPool = prepareQuery((db, { provider, account, pool }: PoolKey) =>
  db
    .selectFrom("pool")
    .selectAll()
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool),
);

export async function changePool(
  db: Db,
  { provider, account, pool }: PoolKey,
  change: Partial<Omit<PoolRow, keyof PoolKey>>,
): Promise<void> {
  await db
    .updateTable("pool")
    .set(change)
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool)
    .execute();
}

export interface Horizon {
  readonly nowMs: number;
  /** No pause of ours ends later. */
  readonly farthestMs: number;
}

/** Timers of a pool that no pause can have set count as due. */
export async function bringPoolNear<Row extends PoolRow>(
  db: Db,
  pool: Row,
  { nowMs, farthestMs }: Horizon,
): Promise<Row> {
  const { blocked_until, probe_at, reopens_at, limited_at } = pool;
  const isNear = [blocked_until, probe_at, reopens_at ?? 0].every((atMs) => atMs <= farthestMs);
  if (isNear && limited_at <= nowMs) return pool;
  const near = (atMs: number) => (atMs > farthestMs ? nowMs : atMs);
  const change = {
    blocked_until: near(blocked_until),
    probe_at: near(probe_at),
    reopens_at: reopens_at === null ? null : near(reopens_at),
    limited_at: Math.min(limited_at, nowMs),
  };
  await changePool(db, pool, change);
  return { ...pool, ...change };
}

/** All pools with the number of slots that tasks hold. */
export const readPoolsInUse = (db: Db): Promise<readonly (PoolRow & { readonly used: number })[]> =>
  poolsInUse(db, {}, {});

const poolsInUse = prepareQuery((db) =>
  db
    .selectFrom("pool")
    .selectAll()
    .select((pool) =>
      pool
        .selectFrom("slot")
        .select(({ fn }) => fn.countAll<number>().as("used"))
        .whereRef("slot.provider", "=", "pool.provider")
        .whereRef("slot.account", "=", "pool.account")
        .whereRef("slot.pool", "=", "pool.pool")
        .where("slot.job_id", "is not", null)
        .$asScalar()
        .$notNull()
        .as("used"),
    ),
);

/** Makes exactly `count` slots; one that a task still holds stays until the task ends. Tells how many there are now. */
export async function resizeSlots(
  db: Db,
  { provider, account, pool }: PoolKey,
  count: number,
): Promise<number> {
  const rows = Array.from({ length: count }, (_, at) => ({
    provider,
    account,
    pool,
    n: at + 1,
    job_id: null,
  }));
  if (rows.length > 0) {
    await db
      .insertInto("slot")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await db
    .deleteFrom("slot")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool)
    .where("n", ">", count)
    .where("job_id", "is", null)
    .execute();
  return (await countSlots(db, { provider, account, pool })).slots;
}

export interface SlotCounts {
  readonly slots: number;
  /** Those that a task holds. */
  readonly used: number;
}

export async function countSlots(db: Db, { provider, account, pool }: PoolKey): Promise<SlotCounts> {
  const [row] = await slotCounts(db, { provider, account, pool }, {});
  return { slots: Number(row?.slots ?? 0), used: Number(row?.used ?? 0) };
}

const slotCounts = prepareQuery((db, { provider, account, pool }: PoolKey) =>
  db
    .selectFrom("slot")
    .select(({ fn }) => [fn.countAll<number>().as("slots"), fn.count<number>("job_id").as("used")])
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool),
);

/** Slots of tasks that the service has taken: what is sent and not answered yet may be refused. */
export async function countAccepted(db: Db, { provider, account, pool }: PoolKey): Promise<number> {
  const row = await db
    .selectFrom("slot")
    .innerJoin("job", "job.id", "slot.job_id")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("slot.provider", "=", provider)
    .where("slot.account", "=", account)
    .where("slot.pool", "=", pool)
    .where("job.state", "!=", "submitting")
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

export const countUsed = async (db: Db, key: PoolKey): Promise<number> => (await countSlots(db, key)).used;
