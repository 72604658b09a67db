import type { Db } from "../store/schema.ts";

/** A job of which another takes results. */
export interface ParentJob {
  readonly id: string;
  readonly name: string;
}

/** The parents of jobs, in the order of their plans, by job id; jobs without any are absent. */
export async function readParents(
  db: Db,
  rows: readonly { readonly id: string; readonly need_count: number }[],
): Promise<ReadonlyMap<string, readonly ParentJob[]>> {
  const ids = rows.flatMap(({ id, need_count }) => (need_count > 0 ? [id] : []));
  if (ids.length === 0) return new Map();
  const parents = new Map<string, Map<string, ParentJob>>();
  const found = await db
    .selectFrom("need")
    .innerJoin("job as parent", "parent.id", "need.parent_id")
    .select(["need.job_id", "parent.id", "parent.name"])
    .where("need.job_id", "in", ids)
    .orderBy("need.job_id")
    .orderBy("need.number")
    .execute();
  for (const { job_id, ...parent } of found) {
    const own = parents.get(job_id) ?? new Map<string, ParentJob>();
    parents.set(job_id, own.set(parent.id, parent));
  }
  return new Map([...parents].map(([id, own]) => [id, [...own.values()]]));
}
