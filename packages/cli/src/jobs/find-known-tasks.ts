import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** What the store knows of a task. */
export interface KnownTask {
  /** Such as `v1/image2video:kling-v3`. */
  readonly routeId: string;
  readonly jobId: string;
  /** State of its job. */
  readonly state: string;
}

/**
 * Jobs of this machine's store that made some tasks; empty without a store. Ids are task ids or external task ids.
 * Plain SQL on purpose: a status call must not load the engine.
 */
export function findKnownTasks(storeFile: string, ids: readonly string[]): readonly KnownTask[] {
  if (!existsSync(storeFile)) return [];
  try {
    const database = new DatabaseSync(storeFile, { readOnly: true });
    try {
      const find = database.prepare(
        "select id, route_id, state from job where task_id = ? or ext_id = ? limit 10",
      );
      const rows = ids.flatMap((id) => find.all(id, id));
      return rows.map((row) => ({
        jobId: String(row["id"]),
        routeId: String(row["route_id"]),
        state: String(row["state"]),
      }));
    } finally {
      database.close();
    }
  } catch {
    // A store of another version, or none at all: the task is looked up as if nothing were known.
    return [];
  }
}
