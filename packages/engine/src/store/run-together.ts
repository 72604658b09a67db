import { type OperationNodeSource, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";
import type { Db } from "./schema.ts";

/** A statement whose result nobody reads. */
interface Change extends OperationNodeSource {
  execute(): Promise<unknown>;
}

/** Runs changes of different rows, none of which reads what another writes: on PostgreSQL in one round trip. */
export async function runTogether(db: Db, changes: readonly Change[]): Promise<void> {
  if (!isPostgres(db)) {
    for (const change of changes) await change.execute();
    return;
  }
  const parts = changes.map((change, at) => sql`${sql.id(`part_${at}`)} as (${change})`);
  await sql`with ${sql.join(parts)} select 1`.execute(db);
}
