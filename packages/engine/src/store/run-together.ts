import { PostgresAdapter, sql, type UpdateQueryBuilder } from "kysely";
import type { Db, Schema } from "./schema.ts";

// biome-ignore lint/suspicious/noExplicitAny: updates of any table, whose results nobody reads
type Update = UpdateQueryBuilder<Schema, any, any, any>;

/** Runs updates of different rows, none of which reads what another writes: on PostgreSQL in one round trip. */
export async function runTogether(db: Db, updates: readonly Update[]): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) {
    for (const update of updates) await update.execute();
    return;
  }
  const parts = updates.map((update, at) => sql`${sql.id(`part_${at}`)} as (${update})`);
  await sql`with ${sql.join(parts)} select 1`.execute(db);
}
