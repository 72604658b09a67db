import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/** Pools learn for how long the service has refused them, why, and the most that was ever in flight. */
export async function pausePools(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`alter table pool add column failures integer not null default 0`,
  sql`alter table pool add column trouble_json text`,
  sql`alter table pool add column reopens_at bigint`,
  sql`alter table pool add column peak integer not null default 0`,
  sql`alter table pool add column peak_at bigint not null default 0`,
  sql`alter table pool add column limited_at bigint not null default 0`,
  sql`update pool set peak = allowed`,
  // The pauses follow from the columns above.
  sql`alter table pool drop column probe_backoff`,
  sql`update pool set probe_at = 0`,
];
