import { isAlive, processNamespace } from "../dispatch/process-namespace.ts";
import type { Db, DeliveryRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";

/** From where a receiver gets events: after an event, or what happened since a moment (Unix ms). */
export type Since = { readonly seq: number } | { readonly atMs: number };

/** Where the delivery to a receiver is resumed. */
export interface Receiver {
  readonly lastSeq: number;
  /** Events up to there that it did not take, in their order. */
  readonly waiting: readonly DeliveryRow[];
}

export interface ReceiverClaim {
  readonly name: string;
  /** Names the process, and this delivery in it. */
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  /** Where a new receiver begins. Default: what happens from now on. A known one goes on where its last delivery ended. */
  readonly since?: Since | undefined;
  /** Moves a known receiver, too. */
  readonly rewindTo?: Since | undefined;
}

/** Takes the receiver for this process alone. Undefined while another process delivers to it. */
export function claimReceiver(store: Store, claim: ReceiverClaim): Promise<Receiver | undefined> {
  const { name, owner, nowMs, leaseUntilMs, since, rewindTo } = claim;
  const lease = {
    lease_owner: owner,
    lease_host: processNamespace(),
    lease_pid: process.pid,
    lease_until: leaseUntilMs,
    used_at: nowMs,
  };
  return store.write(async (db) => {
    const known = await db.selectFrom("receiver").selectAll().where("name", "=", name).executeTakeFirst();
    if (known && isTaken(known, claim)) return undefined;
    const start = rewindTo ?? (known ? { seq: known.last_seq } : since);
    const last_seq = start ? await startOf(db, start) : await lastEventSeq(db);
    await db
      .insertInto("receiver")
      .values({ name, last_seq, ...lease })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ last_seq, ...lease }))
      .execute();
    // They are delivered again, as all that follows.
    if (rewindTo) await deliveriesTo(db, name).where("seq", ">", last_seq).execute();
    return { lastSeq: last_seq, waiting: await readWaiting(db, name) };
  });
}

interface Lease {
  readonly lease_owner: string | null;
  readonly lease_host: string | null;
  readonly lease_pid: number | null;
  readonly lease_until: number | null;
}

/** A lease is over with its time or its process, or where a clock that ran ahead wrote it. */
function isTaken(lease: Lease, { owner, nowMs, leaseUntilMs }: ReceiverClaim): boolean {
  const { lease_owner, lease_host, lease_pid, lease_until } = lease;
  if (lease_owner === null || lease_owner === owner || lease_until === null) return false;
  if (lease_until < nowMs || lease_until > leaseUntilMs) return false;
  return lease_host !== processNamespace() || lease_pid === null || isAlive(lease_pid);
}

/** Number of the event before the first that counts. */
export async function startOf(db: Db, since: Since): Promise<number> {
  if ("seq" in since) return since.seq;
  const row = await db
    .selectFrom("event")
    .select(({ fn }) => fn.min("seq").as("seq"))
    .where("at", ">=", since.atMs)
    .executeTakeFirst();
  return row?.seq ? Number(row.seq) - 1 : lastEventSeq(db);
}

/** Number of the newest event; 0 in a new store. */
export async function lastEventSeq(db: Db): Promise<number> {
  const row = await db
    .selectFrom("event")
    .select(({ fn }) => fn.max("seq").as("seq"))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

const deliveriesTo = (db: Db, receiver: string) => db.deleteFrom("delivery").where("receiver", "=", receiver);

export const readWaiting = (db: Db, receiver: string): Promise<readonly DeliveryRow[]> =>
  db
    .selectFrom("delivery")
    .selectAll()
    .where("receiver", "=", receiver)
    .where("next_at", "is not", null)
    .orderBy("seq")
    .execute();

/** How far a delivery has come since it was saved last. */
export interface Progress {
  readonly name: string;
  readonly owner: string;
  readonly lastSeq: number;
  /** Rows to write by the number of their event; undefined: the event was delivered, and its row goes. */
  readonly changes: ReadonlyMap<number, Omit<DeliveryRow, "receiver" | "seq"> | undefined>;
  readonly nowMs: number;
  /** Absent: the receiver is let go. */
  readonly leaseUntilMs?: number | undefined;
}

/** False where another process has taken the receiver over: nothing is written. */
export function saveProgress(store: Store, progress: Progress): Promise<boolean> {
  const { name, owner, lastSeq, changes, nowMs, leaseUntilMs } = progress;
  const lease =
    leaseUntilMs === undefined ? { lease_owner: null, lease_until: null } : { lease_until: leaseUntilMs };
  return store.write(async (db) => {
    const row = await db
      .updateTable("receiver")
      .set({ last_seq: lastSeq, used_at: nowMs, ...lease })
      .where("name", "=", name)
      .where("lease_owner", "=", owner)
      .returning("name")
      .executeTakeFirst();
    if (!row) return false;
    const gone = [...changes].flatMap(([seq, change]) => (change === undefined ? [seq] : []));
    if (gone.length > 0) await deliveriesTo(db, name).where("seq", "in", gone).execute();
    for (const [seq, change] of changes) {
      if (change === undefined) continue;
      await db
        .insertInto("delivery")
        .values({ receiver: name, seq, ...change })
        .onConflict((conflict) => conflict.columns(["receiver", "seq"]).doUpdateSet(change))
        .execute();
    }
    return true;
  });
}
