import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";
import type { Store } from "../store.ts";

/** Tables of the first release. */
export async function createTables(db: Db, kind: Store["kind"]): Promise<void> {
  const sequence = sql.raw(
    kind === "sqlite"
      ? "integer primary key autoincrement"
      : "bigint generated always as identity primary key",
  );
  for (const statement of [...jobTables(), ...poolTables(), ...ledgerTables(sequence), ...indexes()]) {
    await statement.execute(db);
  }
}

const jobTables = (): readonly RawBuilder<unknown>[] => [
  sql`create table job (
    id text primary key, batch_id text not null, purpose text not null, name text not null,
    route_id text not null, model text not null, plan_hash text not null,
    account text not null, pool text not null, weight integer not null,
    state text not null, version integer not null, next_at bigint, waits_for text, lease_owner text,
    ext_id text not null unique, task_id text, approval_id text, estimate_units double precision,
    failures integer not null, error_json text, file_path text not null, timing_key text not null,
    accepted_at bigint, ended_at bigint, raw_status text, result_url text, retry_of text,
    created_at bigint not null, updated_at bigint not null)`,
  sql`create table job_plan (job_id text primary key, planned_json text not null)`,
  sql`create table intent (
    ext_id text primary key, job_id text not null unique, request_hash text not null, state text not null,
    opened_at bigint not null, send_deadline bigint not null, absent_from bigint not null,
    sends integer not null, answer text)`,
  sql`create table asset (
    job_id text not null, kind text not null, file_path text not null, size_bytes bigint not null,
    sha256 text not null, at bigint not null, primary key (job_id, kind))`,
  sql`create table inbox (
    id text primary key, task_id text not null, status text not null, body_json text not null,
    received_at bigint not null)`,
  sql`create table worker (id text primary key, host text not null, pid integer not null, lease_until bigint not null)`,
];

const poolTables = (): readonly RawBuilder<unknown>[] => [
  sql`create table pool (
    account text not null, pool text not null, quota integer, allowed integer not null,
    probe_job text, probe_at bigint not null, probe_backoff bigint not null,
    blocked_until bigint not null, stop_reason text, primary key (account, pool))`,
  sql`create table slot (
    account text not null, pool text not null, n integer not null, job_id text,
    primary key (account, pool, n))`,
];

const ledgerTables = (sequence: RawBuilder<unknown>): readonly RawBuilder<unknown>[] => [
  sql`create table ledger (
    seq ${sequence}, job_id text not null, batch_id text not null, model text not null,
    attempt integer not null, entry text not null, units double precision not null, at bigint not null)`,
  sql`create table approval (
    id text primary key, kind text not null, plan_hash text not null, purpose text not null,
    job_hashes_json text not null, triggers_json text not null, max_creates integer not null,
    max_units double precision, approved_by text not null, approved_at bigint not null,
    expires_at bigint not null, used_at bigint, batch_id text)`,
  sql`create table event (
    seq ${sequence}, at bigint not null, job_id text, kind text not null,
    from_state text, to_state text, data_json text not null)`,
];

const indexes = (): readonly RawBuilder<unknown>[] => [
  sql`create index job_due on job (state, next_at) where next_at is not null`,
  sql`create index job_waiting on job (account, pool, waits_for, id) where waits_for is not null`,
  sql`create index job_leased on job (lease_owner) where lease_owner is not null`,
  sql`create index job_state on job (state, id)`,
  sql`create index job_batch on job (batch_id)`,
  sql`create index job_purpose on job (purpose)`,
  sql`create index job_task on job (task_id)`,
  sql`create index job_file on job (file_path)`,
  sql`create index job_timing on job (timing_key, ended_at) where ended_at is not null`,
  sql`create index inbox_task on inbox (task_id)`,
  sql`create index slot_job on slot (job_id) where job_id is not null`,
  sql`create index ledger_job on ledger (job_id)`,
  sql`create index ledger_at on ledger (at)`,
  sql`create index event_job on event (job_id)`,
];
