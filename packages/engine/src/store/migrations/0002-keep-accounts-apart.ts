import { sql } from "kysely";
import type { Db } from "../schema.ts";
import type { Store } from "../store.ts";

/** Ledger and approvals learn whose they are. An approval from before is for any account, as it was when it was given. */
export async function keepAccountsApart(db: Db, kind: Store["kind"]): Promise<void> {
  // For a while step 1 made it, too.
  if (!(await hasColumn(db, kind, { table: "ledger", column: "account" }))) {
    await sql`alter table ledger add column account text not null default ''`.execute(db);
    // Every row belongs to a job, and jobs are never deleted.
    await sql`update ledger set account = coalesce((select account from job where job.id = ledger.job_id), '')`.execute(
      db,
    );
  }
  for (const statement of [
    sql`alter table approval add column account text`,
    sql`drop index job_due`,
    sql`create index job_due on job (account, state, next_at) where next_at is not null`,
  ]) {
    await statement.execute(db);
  }
}

async function hasColumn(
  db: Db,
  kind: Store["kind"],
  { table, column }: { readonly table: string; readonly column: string },
): Promise<boolean> {
  const query =
    kind === "sqlite"
      ? sql`select 1 from pragma_table_info(${table}) where name = ${column}`
      : sql`
          select 1 from information_schema.columns
          where table_schema = current_schema() and table_name = ${table} and column_name = ${column}`;
  return (await query.execute(db)).rows.length > 0;
}
