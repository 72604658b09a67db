import { LONGEST_WAIT_MS } from "../context/waits.ts";
import type { Db, Schema } from "../store/schema.ts";
import { isAlive, processNamespace } from "./process-namespace.ts";

type Worker = Schema["worker"];

interface Moment {
  readonly nowMs: number;
  /** How long a lease lasts. */
  readonly leaseMs: number;
}

/** A process is dead when its lease is over or was written by a clock that ran ahead, or when its number can be seen from here and is gone. */
export const isDead = ({ lease_until, host, pid }: Worker, { nowMs, leaseMs }: Moment): boolean =>
  lease_until < nowMs ||
  // No lease of ours is longer.
  lease_until > nowMs + LONGEST_WAIT_MS + leaseMs ||
  (host === processNamespace() && !isAlive(pid));

/** Names of the processes that work on jobs of the store. */
export async function readLiveWorkers(db: Db, moment: Moment): Promise<readonly string[]> {
  const workers = await db.selectFrom("worker").selectAll().execute();
  return workers.flatMap((worker) => (isDead(worker, moment) ? [] : worker.id));
}
