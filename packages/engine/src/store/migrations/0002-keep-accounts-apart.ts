import { sql } from "kysely";
import type { Db } from "../schema.ts";

/** Ledger and approvals learn whose they are. An approval from before is for any account, as it was when it was given. */
export async function keepAccountsApart(db: Db): Promise<void> {
  for (const statement of [
    // Every row of the ledger belongs to a job, and jobs are never deleted.
    sql`alter table ledger add column account text not null default ''`,
    sql`update ledger set account = coalesce((select account from job where job.id = ledger.job_id), '')`,
    sql`alter table approval add column account text`,
    sql`drop index job_due`,
    sql`create index job_due on job (account, state, next_at) where next_at is not null`,
  ]) {
    await statement.execute(db);
  }
}
