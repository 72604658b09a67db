import type { EngineContext } from "../engine/settings.ts";
import { sweepPools } from "../slots/return-slots.ts";
import type { Db } from "../store/schema.ts";
import type { Scope } from "./dispatcher.ts";
import { here } from "./here.ts";

/** Makes sure that the store is still there, tells others that this process lives, frees the jobs of those that do not, and wakes jobs in scope whose pool has room. */
export async function maintain(
  { store, clock, timing, owner }: EngineContext,
  { batchId }: Scope = {},
): Promise<void> {
  store.verify?.();
  const nowMs = clock.nowMs();
  const lease_until = nowMs + timing.leaseMs;
  await store.write(async (db) => {
    await db
      .insertInto("worker")
      .values({ id: owner, host: here(), pid: process.pid, lease_until })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ lease_until }))
      .execute();
    await dismissDead(db, { owner, nowMs });
    await freeOrphans(db, nowMs);
    await sweepPools(db, nowMs, batchId);
  });
}

/** A process is dead when its lease is over, or when its number can be seen from here and is gone. */
async function dismissDead(db: Db, { owner, nowMs }: { owner: string; nowMs: number }): Promise<void> {
  const others = await db.selectFrom("worker").selectAll().where("id", "!=", owner).execute();
  const dead = others.filter(
    ({ lease_until, host, pid }) => lease_until < nowMs || (host === here() && !isAlive(pid)),
  );
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return typeof error === "object" && error !== null && "code" in error && error.code === "EPERM";
  }
}

/** Jobs of dismissed processes are due at once; the higher version shuts out an owner that only slept. */
async function freeOrphans(db: Db, nowMs: number): Promise<void> {
  await db
    .updateTable("job")
    .set((job) => ({ lease_owner: null, next_at: nowMs, version: job("version", "+", 1) }))
    .where("lease_owner", "is not", null)
    .where("lease_owner", "not in", (select) => select.selectFrom("worker").select("id"))
    .execute();
}

/** Leaves at the end of a run, so that nobody waits for the lease. */
export async function leave({ store, clock, owner }: EngineContext): Promise<void> {
  const nowMs = clock.nowMs();
  await store.write(async (db) => {
    await db.deleteFrom("worker").where("id", "=", owner).execute();
    await freeOrphans(db, nowMs);
  });
}
