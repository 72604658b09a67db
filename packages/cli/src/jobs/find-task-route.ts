import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

export interface KnownTask {
  /** Task id, or external task id. */
  readonly id: string;
  readonly isExternal: boolean;
}

/**
 * Route of a task that this machine's store knows, such as `v1/image2video:kling-v3`; undefined without a store or such a job.
 * Plain SQL on purpose: a status call must not load the engine.
 */
export function findTaskRoute(storeFile: string, { id, isExternal }: KnownTask): string | undefined {
  if (!existsSync(storeFile)) return undefined;
  const database = new DatabaseSync(storeFile, { readOnly: true });
  try {
    const column = isExternal ? "ext_id" : "task_id";
    const row = database.prepare(`select route_id from job where ${column} = ? limit 1`).get(id);
    return typeof row?.["route_id"] === "string" ? row["route_id"] : undefined;
  } catch {
    // A store of another version, or none at all: the task is looked up as if nothing were known.
    return undefined;
  } finally {
    database.close();
  }
}
