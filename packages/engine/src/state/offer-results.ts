import type { TaskView } from "../provider/provider.ts";
import { updateJob } from "../store/jobs.ts";
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

/** Gives the jobs that need a result of this one what they wait for, and makes those due that wait for nothing else. In the caller's transaction. */
export async function offerResults(db: Db, parentId: string, offer: Offer): Promise<void> {
  const open = await openNeeds(db, parentId);
  const met = open.filter(({ form }) => offer.isCollected || form !== "last-frame");
  for (const need of met) {
    const { value = null, expiresAtMs = null } = offer.task ? (pickResult(need, offer.task) ?? {}) : {};
    await db
      .updateTable("need")
      .set({ is_ready: 1, value, expires_at: expiresAtMs })
      .where("job_id", "=", need.job_id)
      .where("number", "=", need.number)
      .execute();
  }
  for (const id of new Set(met.map(({ job_id }) => job_id))) await wakeReady(db, id, offer.atMs);
}

const openNeeds = (db: Db, parentId: string): Promise<readonly NeedRow[]> =>
  db.selectFrom("need").selectAll().where("parent_id", "=", parentId).where("is_ready", "=", 0).execute();

async function wakeReady(db: Db, jobId: string, atMs: number): Promise<void> {
  const left = await db
    .selectFrom("need")
    .select("number")
    .where("job_id", "=", jobId)
    .where("is_ready", "=", 0)
    .limit(1)
    .execute();
  if (left.length > 0) return;
  const job = await waitingJobs(db, [jobId]);
  for (const row of job) await updateJob(db, row, { waits_for: null, next_at: atMs });
}

/** Of these jobs, those that wait for others. */
const waitingJobs = (db: Db, ids: readonly string[]): Promise<readonly JobRow[]> =>
  db.selectFrom("job").selectAll().where("id", "in", ids).where("waits_for", "=", "parent").execute();

/** Jobs that wait for a result of this one. */
export async function waitingChildren(db: Db, parentId: string): Promise<readonly JobRow[]> {
  const ids = new Set((await openNeeds(db, parentId)).map(({ job_id }) => job_id));
  return ids.size === 0 ? [] : waitingJobs(db, [...ids]);
}
