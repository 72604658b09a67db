import { sql } from "kysely";
import type { Db } from "../schema.ts";

/** Jobs and approvals keep the trace that they belong to, so that other processes continue it. */
export async function keepTraces(db: Db): Promise<void> {
  await sql`alter table job add column trace_json text`.execute(db);
  await sql`alter table approval add column trace_json text`.execute(db);
}
