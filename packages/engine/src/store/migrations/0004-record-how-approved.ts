import { sql } from "kysely";
import type { Db } from "../schema.ts";

/** Approvals learn how they came about. Of those from before, only a policy's is known. */
export async function recordHowApproved(db: Db): Promise<void> {
  await sql`alter table approval add column via text`.execute(db);
  await sql`update approval set via = 'policy' where kind = 'policy'`.execute(db);
}
