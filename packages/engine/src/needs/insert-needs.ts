import type { Insertable } from "kysely";
import type { PlannedJob } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import { tellChildren } from "../state/end-job.ts";
import { offerResults } from "../state/offer-results.ts";
import { isEndedBadly } from "../state/transitions.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow, Schema } from "../store/schema.ts";

/** Rows per insert; below SQLite's limit of parameters. */
const CHUNK = 100;

/** A new job that takes results of others. */
export interface NewChild {
  readonly id: string;
  readonly planned: PlannedJob;
  /** Jobs that make what it takes, one per need in its order. */
  readonly parentIds: readonly (string | undefined)[];
}

/** Which job stands for a job of the plan. */
export type FindParent = (name: string, hash: string) => string | undefined;

/**
 * Puts on record what new jobs take of others. Those that were made by earlier batches may have ended already: then their children
 * are due, or end. Throws PlanError `plan_invalid` for a job whose parent is not there.
 */
export async function insertNeeds(
  db: Db,
  children: readonly NewChild[],
  { newIds, atMs }: { readonly newIds: ReadonlySet<string>; readonly atMs: number },
): Promise<void> {
  const rows = children.flatMap(needRows);
  for (let at = 0; at < rows.length; at += CHUNK)
    await db
      .insertInto("need")
      .values(rows.slice(at, at + CHUNK))
      .execute();
  const parents = [...new Set(rows.map(({ parent_id }) => parent_id))];
  if (parents.length > 0)
    await db.updateTable("job").set({ is_needed: 1 }).where("id", "in", parents).execute();
  for (const id of parents) if (!newIds.has(id)) await tellOfParent(db, await getJob(db, id), atMs);
}

function needRows({ id: jobId, planned, parentIds }: NewChild): readonly Insertable<Schema["need"]>[] {
  const { name, needs = [] } = planned;
  return needs.map(({ job, form, kind, number: result }, number) => {
    const parentId = parentIds[number];
    if (parentId === undefined) {
      const message = `${name} takes a result of ${job}, which is not in the plan; nothing was sent. Plan the whole batch`;
      throw new PlanError("plan_invalid", message);
    }
    return {
      job_id: jobId,
      number,
      parent_id: parentId,
      form,
      kind: kind ?? null,
      result,
      value: null,
      expires_at: null,
    };
  });
}

/** Tells the jobs that wait for this one where it stands. */
export async function tellOfParent(db: Db, job: JobRow, atMs: number): Promise<void> {
  const { id, state } = job;
  if (isEndedBadly(state)) return tellChildren(db, job, { to: state, atMs });
  if (state === "succeeded" || state === "collected")
    await offerResults(db, id, { atMs, isCollected: state === "collected" });
}
