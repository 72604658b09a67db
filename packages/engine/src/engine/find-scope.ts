import type { KeysOf } from "@klingkit/spec/core";
import { REST_STATES } from "../state/transitions.ts";
import type { JobScope } from "../store/job-scope.ts";
import type { Db } from "../store/schema.ts";

/** Which jobs are meant. Default: all of the engine's accounts. */
export interface WhichJobs {
  /** The jobs of this batch. Not with `jobIds`. */
  readonly batchId?: string | undefined;
  /** These jobs, whichever batches they are in, and those whose results they wait for. */
  readonly jobIds?: readonly string[] | undefined;
}

export const WHICH_JOBS_NAMES: KeysOf<WhichJobs> = { batchId: true, jobIds: true };

/** What a run works on. */
export async function findScope(db: Db, { batchId, jobIds }: WhichJobs): Promise<JobScope> {
  if (jobIds === undefined) return batchId === undefined ? {} : { batchIds: JSON.stringify([batchId]) };
  const own = await withParents(db, await readOpen(db, jobIds));
  const batchIds = [...new Set(own.values())];
  const others = await readOthers(db, batchIds, own);
  return {
    batchIds: JSON.stringify(batchIds),
    ...(others.length === 0 ? {} : { exceptIds: JSON.stringify(others) }),
  };
}

/** Batches by job. */
type Jobs = ReadonlyMap<string, string>;

/** Those that may still bring something: also what ended without a task, whose create may arrive late. */
async function readOpen(db: Db, ids: readonly string[]): Promise<Jobs> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("job")
    .select(["id", "batch_id"])
    .where("id", "in", ids)
    .where("state", "!=", "collected")
    .execute();
  return new Map(rows.map(({ id, batch_id }) => [id, batch_id]));
}

/** A job whose parent nobody works on would wait for ever. */
async function withParents(db: Db, own: Jobs): Promise<Jobs> {
  const all = new Map(own);
  for (let children = [...own.keys()]; children.length > 0; ) {
    const parents = await db
      .selectFrom("need")
      .innerJoin("job as parent", "parent.id", "need.parent_id")
      .select(["parent.id", "parent.batch_id"])
      .distinct()
      .where("need.job_id", "in", children)
      .where("parent.state", "not in", REST_STATES)
      .execute();
    const added = parents.filter(({ id }) => !all.has(id));
    for (const { id, batch_id } of added) all.set(id, batch_id);
    children = added.map(({ id }) => id);
  }
  return all;
}

/** Jobs of the same batches that a run would work on. */
async function readOthers(db: Db, batchIds: readonly string[], own: Jobs): Promise<readonly string[]> {
  if (batchIds.length === 0) return [];
  const rows = await db
    .selectFrom("job")
    .select("id")
    .where("batch_id", "in", batchIds)
    .where("state", "not in", REST_STATES)
    .execute();
  return rows.flatMap(({ id }) => (own.has(id) ? [] : id));
}
