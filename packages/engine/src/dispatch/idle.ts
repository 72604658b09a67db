import { sql } from "kysely";
import { WORK_STATES, type WorkState } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import { poolsWaitedFor } from "../store/jobs.ts";
import type { Db } from "../store/schema.ts";
import type { Scope } from "./dispatcher.ts";

/** Which jobs of an account are looked at. */
interface Look extends Scope, AccountKey {}

function jobsIn(db: Db, { provider, account, batchId }: Look) {
  const jobs = db.selectFrom("job").where("job.provider", "=", provider).where("job.account", "=", account);
  return batchId === undefined ? jobs : jobs.where("job.batch_id", "=", batchId);
}

/** True when no job in scope is due now or later, in work anywhere, or waiting for a slot that will come back. Midnight, which brings new budget, is not waited for. */
export async function isIdle(db: Db, look: Look): Promise<boolean> {
  const { provider, account, states } = look;
  const all = jobsIn(db, look);
  // Named only where some are left out: with them SQLite would leave the small indexes of due and leased jobs.
  const jobs = states === undefined ? all : all.where("job.state", "in", [...states]);
  const due = await jobs
    .select("job.id")
    .where("job.next_at", "is not", null)
    .where("job.waits_for", "is", null)
    .limit(1)
    .execute();
  if (due.length > 0) return false;
  const leased = await jobs.select("job.id").where("job.lease_owner", "is not", null).limit(1).execute();
  if (leased.length > 0) return false;
  const waiting = await jobs
    .innerJoin("pool", (join) =>
      join
        .onRef("job.pool", "=", "pool.pool")
        .onRef("job.account", "=", "pool.account")
        .onRef("job.provider", "=", "pool.provider"),
    )
    .select("job.id")
    .where("pool.provider", "=", provider)
    .where("pool.account", "=", account)
    .where("pool.stop_reason", "is", null)
    .where("job.waits_for", "=", "slot")
    .limit(1)
    .execute();
  return waiting.length === 0;
}

/** When the next job of each state is due; absent for none. One query: an idle loop asks little else, and often. */
export async function readDueTimes(db: Db, look: Look): Promise<ReadonlyMap<WorkState, number>> {
  const [first, ...others] = (look.states ?? WORK_STATES).map((state) => nextDue(db, look, state));
  if (!first) return new Map();
  const rows = await others.reduce((all, other) => all.unionAll(other), first).execute();
  return new Map(rows.map(({ state, next_at }) => [state, next_at]));
}

/** One row at most, from the index of due jobs. */
function nextDue(db: Db, look: Look, state: WorkState) {
  const next = jobsIn(db, look)
    .select("job.next_at")
    .where("job.state", "=", state)
    .where("job.next_at", "is not", null)
    .orderBy("job.next_at")
    .limit(1)
    .as("next");
  return db
    .selectFrom(next)
    .select("next.next_at")
    .$narrowType<{ next_at: number }>()
    .select(sql.lit(state).as("state"));
}

/** When the next task is to be read that holds a slot for which the batch waits. */
export async function nextHolderAtMs(
  db: Db,
  { provider, account }: AccountKey,
  batchId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("job")
    .select("next_at")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("state", "=", "running")
    .where("next_at", "is not", null)
    .where("pool", "in", poolsWaitedFor(db, { provider, account }, batchId))
    .orderBy("next_at")
    .limit(1)
    .executeTakeFirst();
  return row?.next_at ?? undefined;
}

/** The earliest moment from now on at which a pool may be probed for somebody who waits. */
export async function nextProbeAtMs(
  db: Db,
  { provider, account }: AccountKey,
  nowMs: number,
): Promise<number | undefined> {
  const rows = await db
    .selectFrom("pool")
    .select(["probe_at", "blocked_until", "reopens_at"])
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("probe_job", "is", null)
    .where((pool) => pool.or([pool("stop_reason", "is", null), pool("reopens_at", "is not", null)]))
    .execute();
  const times = rows
    .map(({ probe_at, blocked_until, reopens_at }) => reopens_at ?? Math.max(probe_at, blocked_until))
    .filter((at) => at > nowMs);
  return times.length === 0 ? undefined : Math.min(...times);
}
