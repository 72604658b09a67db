import type { EngineContext } from "../context/engine-context.ts";
import { accountOf, type EngineContexts } from "../context/engine-contexts.ts";
import { LONGEST_WAIT_MS } from "../context/waits.ts";
import { sweepNeeds } from "../needs/sweep-needs.ts";
import type { Horizon } from "../slots/pool-row.ts";
import { sweepPools } from "../slots/return-slots.ts";
import { WORK_STATES } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import { runTogether } from "../store/run-together.ts";
import type { Db } from "../store/schema.ts";
import type { Scope } from "./dispatcher.ts";
import { isDead } from "./live-workers.ts";
import { processNamespace } from "./process-namespace.ts";

/** Makes sure that the store is still there, tells others that this process lives, frees the jobs of those that do not, and wakes jobs in scope whose pool has room. */
export async function maintain(contexts: EngineContexts, { batchIds, exceptIds }: Scope = {}): Promise<void> {
  const [{ store, clock, timing, owner }] = contexts;
  store.verify?.();
  const nowMs = clock.nowMs();
  const lease_until = nowMs + timing.leaseMs;
  const farthestMs = nowMs + LONGEST_WAIT_MS;
  const accounts = contexts.map(accountOf);
  await store.write(async (db) => {
    await dismissDead(db, { owner, nowMs, leaseMs: timing.leaseMs });
    await runTogether(db, [
      db
        .insertInto("worker")
        .values({ id: owner, host: processNamespace(), pid: process.pid, lease_until })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ lease_until })),
      orphansFreed(db, nowMs).where("lease_owner", "!=", owner),
      ...accounts.map((account) => jobsBroughtNear(db, account, { nowMs, farthestMs })),
    ]);
    await sweepPools(db, { accounts, nowMs, farthestMs, batchIds, exceptIds });
    await sweepNeeds(db, nowMs);
  });
}

/** Wakes jobs in scope whose pool has room. */
export async function wakeInScope(contexts: EngineContexts, { batchIds, exceptIds }: Scope): Promise<void> {
  const [{ store, clock }] = contexts;
  const nowMs = clock.nowMs();
  const accounts = contexts.map(accountOf);
  const sweep = { accounts, nowMs, farthestMs: nowMs + LONGEST_WAIT_MS, batchIds, exceptIds };
  await store.write((db) => sweepPools(db, sweep));
}

interface Dismissal {
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseMs: number;
}

async function dismissDead(db: Db, { owner, ...moment }: Dismissal): Promise<void> {
  const others = await otherWorkers(db, { owner }, {});
  const dead = others.filter((worker) => isDead(worker, moment));
  if (dead.length === 0) return;
  await db
    .deleteFrom("worker")
    .where(
      "id",
      "in",
      dead.map(({ id }) => id),
    )
    .execute();
}

const otherWorkers = prepareQuery((db, { owner }: { readonly owner: string }) =>
  db.selectFrom("worker").selectAll().where("id", "!=", owner),
);

/** Jobs of dismissed processes are due at once; the higher version shuts out an owner that only slept. */
const orphansFreed = (db: Db, nowMs: number) =>
  db
    .updateTable("job")
    .set((job) => ({ lease_owner: null, next_at: nowMs, version: job("version", "+", 1) }))
    .where("lease_owner", "is not", null)
    .where("lease_owner", "not in", (select) => select.selectFrom("worker").select("id"));

/** Timers that were set while a clock ran ahead would sleep for as long: jobs that are too far away are due. */
const jobsBroughtNear = (db: Db, { provider, account }: AccountKey, { nowMs, farthestMs }: Horizon) =>
  db
    .updateTable("job")
    .set({ next_at: nowMs })
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("state", "in", [...WORK_STATES])
    .where("next_at", ">", farthestMs)
    // Whoever works on a job sets its next time.
    .where("lease_owner", "is", null)
    // Of what is not paused by a pool, only a budget renews later than that.
    .where("waits_for", "is", null);

/** Leaves at the end of a run, so that nobody waits for the lease. */
export async function leave({ store, clock, owner }: EngineContext): Promise<void> {
  const nowMs = clock.nowMs();
  await store.write(async (db) => {
    await db.deleteFrom("worker").where("id", "=", owner).execute();
    await orphansFreed(db, nowMs).execute();
  });
}
