import type { AccountKey } from "../store/account-key.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db } from "../store/schema.ts";

/** Wakes only jobs in scope. Default: the oldest of all. */
export interface Wakeup extends AccountKey, JobScope {
  readonly pool: string;
  readonly limit: number;
  readonly nowMs: number;
  /** Those that were refused least often come first: one that is always refused must not stand in the way of the others. */
  readonly isByTurns?: boolean;
}

/** Makes the oldest jobs that wait for their turn due. One too many does no harm: it finds no slot and waits again. */
export async function wakeWaiting(db: Db, wakeup: Wakeup): Promise<void> {
  const { provider, account, pool, batchIds, exceptIds, limit, nowMs, isByTurns = false } = wakeup;
  await wake(db, { provider, account, pool, batchIds, exceptIds, limit, nowMs }, { isByTurns });
}

const wake = prepareQuery((db, values: Omit<Wakeup, "isByTurns">, shape: Pick<Wakeup, "isByTurns">) =>
  wakeupOf(db, { ...values, ...shape }),
);

/** The statement of `wakeWaiting`. */
export const wakeupOf = (
  db: Db,
  { provider, account, pool, batchIds, exceptIds, limit, nowMs, isByTurns = false }: Wakeup,
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
        .where(inScope(db, { batchIds, exceptIds }))
        .$if(isByTurns, (jobs) => jobs.orderBy("failures"))
        .orderBy("id")
        .limit(limit),
    );
