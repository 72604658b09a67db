import { BAD_ENDS } from "../state/transitions.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { tellOfParent } from "./insert-needs.ts";

/**
 * Wakes or ends jobs whose parents have ended without telling them: another process may not have known of the children then.
 * True where there were any.
 */
export async function sweepNeeds(db: Db, atMs: number): Promise<boolean> {
  const parents = await untold(db);
  for (const parent of parents) await tellOfParent(db, parent, atMs);
  return parents.length > 0;
}

/** From the needs to the jobs, in two steps: in one, SQLite would look at every job of the store that has ended. */
async function untold(db: Db): Promise<readonly JobRow[]> {
  const open = await openParents(db, {}, {});
  const ids = [...new Set(open.map(({ parent_id }) => parent_id))];
  const givesLinks = new Set(
    open.flatMap(({ parent_id, form }) => (form === "last-frame" ? [] : [parent_id])),
  );
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("job")
    .selectAll()
    .where("id", "in", ids)
    .where("state", "in", [...BAD_ENDS, "collected", "succeeded"])
    .execute();
  return rows.filter(({ id, state }) => state !== "succeeded" || givesLinks.has(id));
}

const openParents = prepareQuery((db, _: object) =>
  db
    .selectFrom("need")
    .innerJoin("job as child", "child.id", "need.job_id")
    .select(["need.parent_id", "need.form"])
    .distinct()
    .where("need.is_ready", "=", 0)
    .where("child.waits_for", "=", "parent"),
);
