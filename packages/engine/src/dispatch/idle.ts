import type { Db } from "../store/schema.ts";
import { WORK_STATES, type WorkState } from "./dispatcher.ts";

/** True when no job of the account is due now or later, in work anywhere, or waiting for a slot that will come back. Midnight, which brings new budget, is not waited for. */
export async function isIdle(db: Db, account: string): Promise<boolean> {
  const due = await db
    .selectFrom("job")
    .select("id")
    .where("account", "=", account)
    .where("next_at", "is not", null)
    .where("waits_for", "is", null)
    .limit(1)
    .execute();
  if (due.length > 0) return false;
  const leased = await db
    .selectFrom("job")
    .select("id")
    .where("account", "=", account)
    .where("lease_owner", "is not", null)
    .limit(1)
    .execute();
  if (leased.length > 0) return false;
  const waiting = await db
    .selectFrom("pool")
    .innerJoin("job", (join) =>
      join.onRef("job.pool", "=", "pool.pool").onRef("job.account", "=", "pool.account"),
    )
    .select("job.id")
    .where("pool.account", "=", account)
    .where("pool.stop_reason", "is", null)
    .where("job.waits_for", "=", "slot")
    .limit(1)
    .execute();
  return waiting.length === 0;
}

/** When the next job of each state is due; absent for none. */
export async function readDueTimes(db: Db, account: string): Promise<ReadonlyMap<WorkState, number>> {
  const found = new Map<WorkState, number>();
  for (const state of WORK_STATES) {
    const row = await db
      .selectFrom("job")
      .select("next_at")
      .where("account", "=", account)
      .where("state", "=", state)
      .where("next_at", "is not", null)
      .orderBy("next_at")
      .limit(1)
      .executeTakeFirst();
    if (row?.next_at != null) found.set(state, row.next_at);
  }
  return found;
}

/** The earliest moment at which a pool may be probed for somebody who waits. */
export async function nextProbeAtMs(db: Db, account: string): Promise<number | undefined> {
  const rows = await db
    .selectFrom("pool")
    .select(["probe_at", "blocked_until"])
    .where("account", "=", account)
    .where("stop_reason", "is", null)
    .where("probe_job", "is", null)
    .execute();
  const times = rows
    .map(({ probe_at, blocked_until }) => Math.max(probe_at, blocked_until))
    .filter((at) => at > 0);
  return times.length === 0 ? undefined : Math.min(...times);
}
