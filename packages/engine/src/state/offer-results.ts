import type { TaskView } from "../provider/provider.ts";
import type { Db, JobRow, NeedRow } from "../store/schema.ts";
import { pickResult } from "./pick-result.ts";

/** What a job has for others. */
export interface Offer {
  readonly atMs: number;
  /** The task as it was read at its end. Absent: what others need is read when they are sent. */
  readonly task?: TaskView | undefined;
  /** The files are on the disk, so that a last frame can be decoded. */
  readonly isCollected: boolean;
}

/**
 * Gives the jobs that need a result of this one what they wait for, and makes those due that wait for nothing else. In the caller's
 * transaction; thousands of jobs may take the same result.
 */
export async function offerResults(db: Db, parentId: string, offer: Offer): Promise<void> {
  const open = await openNeeds(db, parentId);
  const met = open.filter(({ form }) => offer.isCollected || form !== "last-frame");
  if (met.length === 0) return;
  const alike = Map.groupBy(met, ({ form, kind, result }) => JSON.stringify([form, kind, result]));
  for (const [need] of alike.values()) if (need) await meet(db, need, offer);
  await wakeReady(db, parentId, offer.atMs);
}

/** All needs of the same result at once. */
async function meet(db: Db, need: NeedRow, { task }: Offer): Promise<void> {
  const { parent_id, form, kind, result } = need;
  const { value = null, expiresAtMs = null } = task ? (pickResult(need, task) ?? {}) : {};
  await db
    .updateTable("need")
    .set({ is_ready: 1, value, expires_at: expiresAtMs })
    .where("parent_id", "=", parent_id)
    .where("is_ready", "=", 0)
    .where("form", "=", form)
    .where("kind", kind === null ? "is" : "=", kind)
    .where("result", "=", result)
    .execute();
}

const openNeeds = (db: Db, parentId: string): Promise<readonly NeedRow[]> =>
  db.selectFrom("need").selectAll().where("parent_id", "=", parentId).where("is_ready", "=", 0).execute();

async function wakeReady(db: Db, parentId: string, atMs: number): Promise<void> {
  await db
    .updateTable("job")
    .set((job) => ({ waits_for: null, next_at: atMs, version: job("version", "+", 1) }))
    .where("waits_for", "=", "parent")
    .where("id", "in", (jobs) =>
      jobs.selectFrom("need").select("job_id").where("is_ready", "=", 1).where("parent_id", "=", parentId),
    )
    .where("id", "not in", (jobs) =>
      jobs
        .selectFrom("need as open")
        .select("open.job_id")
        .where("open.is_ready", "=", 0)
        .whereRef("open.job_id", "=", "job.id"),
    )
    .execute();
}

/** Jobs that wait for a result of this one. */
export const waitingChildren = (db: Db, parentId: string): Promise<readonly JobRow[]> =>
  db
    .selectFrom("job")
    .selectAll()
    .where("waits_for", "=", "parent")
    .where("id", "in", (jobs) =>
      jobs.selectFrom("need").select("job_id").where("is_ready", "=", 0).where("parent_id", "=", parentId),
    )
    .orderBy("id")
    .execute();
