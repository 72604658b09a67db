import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/** A job may take results of others: it waits until they are there, and what it was sent with stays the same at every later send. */
export async function letJobsNeedJobs(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`create table need (
    job_id text not null, number integer not null, parent_id text not null, form text not null, kind text,
    result integer not null, is_ready integer not null default 0, value text, expires_at bigint,
    primary key (job_id, number))`,
  sql`create index need_open on need (is_ready, parent_id)`,
  sql`alter table job add column is_needed integer not null default 0`,
  sql`alter table job add column need_count integer not null default 0`,
];
