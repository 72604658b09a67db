import { sql } from "kysely";
import { WORK_STATES, type WorkState } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";
import { poolsWaitedFor } from "../store/jobs.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db } from "../store/schema.ts";
import type { Scope } from "./dispatcher.ts";

/** Which jobs of an account are looked at. */
interface Look extends Scope, AccountKey {}

const jobsIn = (db: Db, { provider, account, ...scope }: Look) =>
  db
    .selectFrom("job")
    .where("job.provider", "=", provider)
    .where("job.account", "=", account)
    .where(inScope(db, scope));

function jobsInStates(db: Db, look: Look) {
  const { states } = look;
  const jobs = jobsIn(db, look);
  // Named only where some are left out: with them SQLite would leave the small indexes of due and leased jobs.
  return states === undefined ? jobs : jobs.where("job.state", "in", [...states]);
}

const dueJobs = (db: Db, look: Look) =>
  jobsInStates(db, look).where("job.next_at", "is not", null).where("job.waits_for", "is", null);

/**
 * True when no job in scope is due now or later, in work anywhere, or waiting for a slot that will come back. Midnight, which brings
 * new budget, is not waited for. One statement for all accounts: between two, another process may take or give back a job, which the
 * first would find in work no more and the second not due yet.
 */
export async function isIdle(db: Db, looks: readonly Look[]): Promise<boolean> {
  const [first, ...others] = looks.flatMap((look) => [
    anyOf(db, dueJobs(db, look)),
    anyOf(db, jobsInStates(db, look).where("job.lease_owner", "is not", null)),
    anyOf(db, waitingForSlot(db, look)),
  ]);
  if (first === undefined) return true;
  const open = await others.reduce((all, other) => all.unionAll(other), first).execute();
  return open.length === 0;
}

const anyOf = (db: Db, jobs: ReturnType<typeof jobsInStates>) =>
  db.selectFrom(jobs.select("job.id").limit(1).as("open")).select("open.id");

const waitingForSlot = (db: Db, look: Look) =>
  jobsInStates(db, look)
    .where("job.waits_for", "=", "slot")
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("pool")
          .select("pool.pool")
          .whereRef("pool.pool", "=", "job.pool")
          .whereRef("pool.account", "=", "job.account")
          .whereRef("pool.provider", "=", "job.provider")
          .where("pool.stop_reason", "is", null),
      ),
    );

/** What a run waits for at one account. */
export interface Outlook {
  /** When the next job of each state is due; absent for none. */
  readonly dueTimes: ReadonlyMap<WorkState, number>;
  /** A job in scope is due now or later and waits for nothing else. */
  readonly hasDue: boolean;
  /** The earliest moment from now on at which a pool may be probed for a job that waits. */
  readonly probeAtMs: number | undefined;
}

const DUE = "due";
const PROBE = "probe";

/** One query: an idle loop asks little else, and often. */
export async function readOutlook(db: Db, look: Look, nowMs: number): Promise<Outlook> {
  const { states, ...which } = look;
  const rows = await lookAhead(db, { ...which, nowMs }, { states });
  const times = new Map(rows.map(({ what, at }) => [what, at ?? undefined]));
  const dueTimes = new Map<WorkState, number>();
  for (const state of states ?? WORK_STATES) {
    const atMs = times.get(state);
    if (atMs !== undefined) dueTimes.set(state, atMs);
  }
  return { dueTimes, hasDue: times.has(DUE), probeAtMs: times.get(PROBE) };
}

interface LookValues extends AccountKey, JobScope {
  readonly nowMs: number;
}

interface LookShape {
  readonly states: readonly WorkState[] | undefined;
}

const lookAhead = prepareQuery((db, values: LookValues, { states }: LookShape) => {
  const { nowMs, ...which } = values;
  const look = { ...which, ...(states ? { states } : {}) };
  const first = anyDue(db, look).unionAll(nextProbe(db, which, nowMs));
  return (states ?? WORK_STATES).reduce((all, state) => all.unionAll(nextDue(db, look, state)), first);
});

/** One row at most, from the index of due jobs. */
function nextDue(db: Db, look: Look, state: WorkState) {
  const next = jobsIn(db, look)
    .select("job.next_at")
    .where("job.state", "=", state)
    .where("job.next_at", "is not", null)
    .orderBy("job.next_at")
    .limit(1)
    .as("next");
  return db.selectFrom(next).select(["next.next_at as at", sql.lit<string>(state).as("what")]);
}

function anyDue(db: Db, look: Look) {
  const due = dueJobs(db, look).select("job.next_at").limit(1).as("due");
  return db.selectFrom(due).select(["due.next_at as at", sql.lit<string>(DUE).as("what")]);
}

/** Of pools that no create probes now, and that are not stopped for good. */
function nextProbe(db: Db, { provider, account }: AccountKey, nowMs: number) {
  const probes = db
    .selectFrom("pool")
    .select((pool) =>
      pool
        .case()
        .when("reopens_at", "is not", null)
        .then(pool.ref("reopens_at"))
        .when("probe_at", ">", pool.ref("blocked_until"))
        .then(pool.ref("probe_at"))
        .else(pool.ref("blocked_until"))
        .end()
        .as("at"),
    )
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("probe_job", "is", null)
    .where((pool) => pool.or([pool("stop_reason", "is", null), pool("reopens_at", "is not", null)]))
    .as("probe");
  return db
    .selectFrom(probes)
    .select(({ fn }) => [fn.min("probe.at").as("at"), sql.lit<string>(PROBE).as("what")])
    .where("probe.at", ">", nowMs);
}

/** Whether jobs out of scope wait for slots. */
export async function othersWait(db: Db, { provider, account, ...scope }: Look): Promise<boolean> {
  if (scope.batchIds === undefined) return false;
  const others = await db
    .selectFrom("job")
    .select("id")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("waits_for", "=", "slot")
    .where(({ not }) => not(inScope(db, scope)))
    .limit(1)
    .execute();
  return others.length > 0;
}

/** When the next task is to be read that holds a slot for which jobs in scope wait. */
export async function nextHolderAtMs(
  db: Db,
  { provider, account, ...scope }: AccountKey & JobScope,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("job")
    .select("next_at")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("state", "=", "running")
    .where("next_at", "is not", null)
    .where("pool", "in", poolsWaitedFor(db, { provider, account, ...scope }))
    .orderBy("next_at")
    .limit(1)
    .executeTakeFirst();
  return row?.next_at ?? undefined;
}
