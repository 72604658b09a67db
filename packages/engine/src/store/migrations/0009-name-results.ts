import { sql } from "kysely";
import type { Db } from "../schema.ts";

/** Results keep the ids that other requests name them by: of videos, voices, elements. */
export async function nameResults(db: Db): Promise<void> {
  await sql`alter table result add column result_id text`.execute(db);
  await sql`alter table result add column name text`.execute(db);
}
