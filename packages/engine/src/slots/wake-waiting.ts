import type { AccountKey } from "../store/account-key.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db } from "../store/schema.ts";

export interface Wakeup extends AccountKey {
  readonly pool: string;
  /** Wakes only jobs of this batch. Default: the oldest of all. */
  readonly batchId?: string | undefined;
  readonly limit: number;
  readonly nowMs: number;
  /** Those that were refused least often come first: one that is always refused must not stand in the way of the others. */
  readonly isByTurns?: boolean;
}

/** Makes the oldest jobs that wait for their turn due. One too many does no harm: it finds no slot and waits again. */
export async function wakeWaiting(db: Db, wakeup: Wakeup): Promise<void> {
  const { provider, account, pool, batchId, limit, nowMs, isByTurns = false } = wakeup;
  await wake(db, { provider, account, pool, batchId, limit, nowMs }, { isByTurns });
}

const wake = prepareQuery((db, values: Omit<Wakeup, "isByTurns">, shape: Pick<Wakeup, "isByTurns">) =>
  wakeupOf(db, { ...values, ...shape }),
);

/** The statement of `wakeWaiting`. */
export const wakeupOf = (
  db: Db,
  { provider, account, pool, batchId, limit, nowMs, isByTurns = false }: Wakeup,
) =>
  db
    .updateTable("job")
    .set({ next_at: nowMs, waits_for: null })
    .where("id", "in", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("provider", "=", provider)
        .where("account", "=", account)
        .where("pool", "=", pool)
        .where("waits_for", "=", "slot")
        .$if(batchId !== undefined, (jobs) => jobs.where("batch_id", "=", batchId ?? ""))
        .$if(isByTurns, (jobs) => jobs.orderBy("failures"))
        .orderBy("id")
        .limit(limit),
    );
