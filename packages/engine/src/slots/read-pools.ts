import type { AccountKey } from "../store/account-key.ts";
import type { Db } from "../store/schema.ts";
import { readPoolsInUse } from "./pool-row.ts";

/** How many tasks of a pool run now, and how many may. */
export interface PoolUse extends AccountKey {
  /** An account's creates for one model, such as `kling-2.5-turbo/video`. */
  readonly pool: string;
  readonly used: number;
  /** As configured, or as detected so far: the service tells no number. */
  readonly allowed: number;
}

/** Pools in which a task runs now, of every account. */
export async function readPools(db: Db): Promise<readonly PoolUse[]> {
  const rows = await readPoolsInUse(db);
  return rows
    .filter(({ used }) => Number(used) > 0)
    .map(({ provider, account, pool, used, allowed }) => ({
      provider,
      account,
      pool,
      used: Number(used),
      allowed: Math.max(allowed, Number(used)),
    }));
}
