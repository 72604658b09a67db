import { BAD_ENDS } from "../state/transitions.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db } from "../store/schema.ts";
import { tellOfParent } from "./insert-needs.ts";

/**
 * Wakes or ends jobs whose parents have ended without telling them: another process may not have known of the children then.
 * True where there were any.
 */
export async function sweepNeeds(db: Db, atMs: number): Promise<boolean> {
  const parents = await untold(db, {}, {});
  for (const parent of parents) await tellOfParent(db, parent, atMs);
  return parents.length > 0;
}

const untold = prepareQuery((db, _: object) =>
  db
    .selectFrom("job")
    .selectAll()
    .where((job) =>
      job.or([
        job("state", "in", [...BAD_ENDS, "collected"]),
        job.and([job("state", "=", "succeeded"), job("id", "in", openParents(db, "last-frame"))]),
      ]),
    )
    .where("id", "in", openParents(db)),
);

/** Jobs of which others wait for something else than `except`. */
function openParents(db: Db, except?: "last-frame") {
  const open = db
    .selectFrom("need")
    .innerJoin("job as child", "child.id", "need.job_id")
    .select("need.parent_id")
    .where("need.is_ready", "=", 0)
    .where("child.waits_for", "=", "parent");
  return except === undefined ? open : open.where("need.form", "!=", except);
}
