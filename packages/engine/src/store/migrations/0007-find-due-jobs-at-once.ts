import { sql } from "kysely";
import type { Db } from "../schema.ts";
import type { Store } from "../store.ts";

/** The index of due jobs gets the order of a claim; on PostgreSQL, the look before each commit gets one of its own. */
export async function findDueJobsAtOnce(db: Db, kind: Store["kind"]): Promise<void> {
  await sql`drop index job_due`.execute(db);
  await sql`create index job_due on job (account, state, next_at, id) where next_at is not null`.execute(db);
  if (kind === "postgres")
    await sql`create index job_next on job (next_at) where next_at is not null`.execute(db);
}
