import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/** Events are delivered to receivers: how far each one is, and what it did not take yet. */
export async function deliverEvents(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`create table receiver (
    name text primary key, last_seq bigint not null, lease_owner text, lease_host text, lease_pid integer,
    lease_until bigint, used_at bigint not null)`,
  sql`create table delivery (
    receiver text not null, seq bigint not null, job_id text not null, attempts integer not null,
    first_at bigint not null, next_at bigint, error text, primary key (receiver, seq))`,
];
