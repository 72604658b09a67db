import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/**
 * Jobs, pools, money and approvals learn whose service they are about and in which unit they are paid: until now all were
 * Kling's and counted in units of the video pack. Files become results, of which a job may have many.
 */
export async function nameProvidersAndUnits(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`alter table job add column provider text not null default 'kling'`,
  sql`alter table job add column unit text not null default 'video'`,
  sql`alter table pool add column provider text not null default 'kling'`,
  sql`alter table ledger add column provider text not null default 'kling'`,
  sql`alter table ledger add column unit text not null default 'video'`,
  sql`alter table approval add column provider text not null default 'kling'`,
  sql`alter table approval add column unit text not null default 'video'`,
  sql`create table result (
    job_id text not null, number integer not null, kind text not null, url text, expires_at bigint,
    state text not null, file_path text, size_bytes bigint, sha256 text, at bigint not null,
    primary key (job_id, number))`,
  sql`insert into result (job_id, number, kind, state, file_path, size_bytes, sha256, at)
    select job_id, 0, kind, 'collected', file_path, size_bytes, sha256, at from asset`,
  sql`drop table asset`,
];
