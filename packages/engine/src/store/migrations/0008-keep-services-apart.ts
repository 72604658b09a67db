import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/**
 * Pools and slots belong to an account of a service, so that two services may have accounts of one name. Callbacks say whether
 * they tell an end, jobs until when their files are kept, and approvals which other accounts and units they cover. Files that
 * were uploaded to a service keep their addresses, because a create that is sent again must be the same byte for byte; for the same reason intents
 * keep the callback address.
 */
export async function keepServicesApart(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`create table service_pool (
    provider text not null, account text not null, pool text not null, quota integer, allowed integer not null,
    peak integer not null, peak_at bigint not null, limited_at bigint not null, probe_job text, probe_at bigint not null,
    failures integer not null, trouble_json text, blocked_until bigint not null, stop_reason text, reopens_at bigint,
    constraint pool_id primary key (provider, account, pool))`,
  sql`insert into service_pool
    select provider, account, pool, quota, allowed, peak, peak_at, limited_at, probe_job, probe_at, failures, trouble_json,
      blocked_until, stop_reason, reopens_at from pool`,
  sql`drop table pool`,
  sql`alter table service_pool rename to pool`,
  sql`create table service_slot (
    provider text not null, account text not null, pool text not null, n integer not null, job_id text,
    constraint slot_id primary key (provider, account, pool, n))`,
  // Until now every slot was Kling's.
  sql`insert into service_slot select 'kling', account, pool, n, job_id from slot`,
  sql`drop table slot`,
  sql`alter table service_slot rename to slot`,
  sql`create index slot_job on slot (job_id) where job_id is not null`,
  sql`alter table inbox add column tells_end integer not null default 1`,
  sql`update inbox set tells_end = 0 where status in ('submitted', 'processing')`,
  sql`alter table job add column files_until bigint`,
  sql`alter table intent add column callback_url text`,
  sql`alter table approval add column others_json text`,
  sql`create table upload (
    provider text not null, account text not null, sha256 text not null, url text not null, at bigint not null,
    primary key (provider, account, sha256, url))`,
];
