CREATE TABLE store_meta (key text primary key, value text not null);
CREATE TABLE job (
    id text primary key, batch_id text not null, purpose text not null, name text not null,
    route_id text not null, model text not null, plan_hash text not null,
    account text not null, pool text not null, weight integer not null,
    state text not null, version integer not null, next_at bigint, waits_for text, lease_owner text,
    ext_id text not null unique, task_id text, approval_id text, estimate_units double precision,
    failures integer not null, error_json text, file_path text not null, timing_key text not null,
    accepted_at bigint, ended_at bigint, raw_status text, result_url text, retry_of text,
    created_at bigint not null, updated_at bigint not null,
    ordinal integer not null default 0, round integer not null default 0,
    provider text not null default 'kling', unit text not null default 'video',
    files_until bigint,
    is_needed integer not null default 0, need_count integer not null default 0, trace_json text);
CREATE TABLE need (
    job_id text not null, number integer not null, parent_id text not null, form text not null, kind text,
    result integer not null, is_ready integer not null default 0, value text, expires_at bigint,
    primary key (job_id, number));
CREATE TABLE job_plan (job_id text primary key, planned_json text not null);
CREATE TABLE intent (
    ext_id text primary key, job_id text not null unique, request_hash text not null, state text not null,
    opened_at bigint not null, send_deadline bigint not null, absent_from bigint not null,
    sends integer not null, answer text,
    unclear_sends integer not null default 0, look_at bigint, callback_url text);
CREATE TABLE result (
    job_id text not null, number integer not null, kind text not null, url text, expires_at bigint,
    state text not null, file_path text, size_bytes bigint, sha256 text, at bigint not null,
    result_id text, name text,
    primary key (job_id, number));
CREATE TABLE inbox (
    id text primary key, task_id text not null, status text not null, body_json text not null,
    received_at bigint not null, tells_end integer not null default 1);
CREATE TABLE worker (id text primary key, host text not null, pid integer not null, lease_until bigint not null);
CREATE TABLE pool (
    provider text not null, account text not null, pool text not null, quota integer, allowed integer not null,
    peak integer not null, peak_at bigint not null, limited_at bigint not null, probe_job text, probe_at bigint not null,
    failures integer not null, trouble_json text, blocked_until bigint not null, stop_reason text, reopens_at bigint,
    constraint pool_id primary key (provider, account, pool));
CREATE TABLE slot (
    provider text not null, account text not null, pool text not null, n integer not null, job_id text,
    constraint slot_id primary key (provider, account, pool, n));
CREATE TABLE upload (
    provider text not null, account text not null, sha256 text not null, url text not null, at bigint not null,
    primary key (provider, account, sha256, url));
CREATE TABLE ledger (
    seq integer primary key autoincrement, job_id text not null, batch_id text not null, model text not null,
    attempt integer not null, entry text not null, units double precision not null, at bigint not null,
    account text not null default '', provider text not null default 'kling', unit text not null default 'video');
CREATE TABLE receiver (
    name text primary key, last_seq bigint not null, lease_owner text, lease_host text, lease_pid integer,
    lease_until bigint, used_at bigint not null);
CREATE TABLE delivery (
    receiver text not null, seq bigint not null, job_id text not null, attempts integer not null,
    first_at bigint not null, next_at bigint, error text, primary key (receiver, seq));
CREATE TABLE approval (
    id text primary key, kind text not null, plan_hash text not null, purpose text not null,
    job_hashes_json text not null, triggers_json text not null, max_creates integer not null,
    max_units double precision, approved_by text not null, approved_at bigint not null,
    expires_at bigint not null, used_at bigint, batch_id text, account text, via text,
    provider text not null default 'kling', unit text not null default 'video',
    others_json text, rung text, client text, trace_json text);
CREATE TABLE plan (hash text primary key, plan_json text not null, created_at bigint not null);
CREATE TABLE question (
    nonce text primary key, plan_hash text not null, arguments_hash text not null, totals_json text not null,
    rung text not null, caller text not null, client text not null, asked_at bigint not null,
    expires_at bigint not null, answer text, answered_at bigint, approval_id text);
CREATE TABLE event (
    seq integer primary key autoincrement, at bigint not null, job_id text, kind text not null,
    from_state text, to_state text, data_json text not null);
create index need_open on need (is_ready, parent_id);
create index question_of_plan on question (plan_hash, caller);
CREATE INDEX job_due on job (account, state, next_at, id) where next_at is not null;
CREATE INDEX job_waiting on job (account, pool, waits_for, id) where waits_for is not null;
CREATE INDEX job_leased on job (lease_owner) where lease_owner is not null;
CREATE INDEX job_state on job (state, id);
CREATE INDEX job_batch on job (batch_id);
CREATE INDEX job_request on job (purpose, account, plan_hash);
CREATE INDEX intent_look on intent (look_at) where look_at is not null;
CREATE INDEX job_task on job (task_id);
CREATE INDEX job_file on job (file_path);
CREATE INDEX job_timing on job (timing_key, ended_at) where ended_at is not null;
CREATE INDEX inbox_task on inbox (task_id);
CREATE INDEX slot_job on slot (job_id) where job_id is not null;
CREATE INDEX ledger_job on ledger (job_id);
CREATE INDEX ledger_at on ledger (at);
CREATE INDEX event_job on event (job_id);
insert into store_meta values ('version', '13');
insert into job (id, batch_id, purpose, name, route_id, model, plan_hash, account, pool, weight, state, version, next_at, ext_id, task_id, estimate_units, failures, file_path, timing_key, accepted_at, created_at, updated_at)
values ('jold000001', 'b1', 'teaser', '01', 'text-to-video:kling-2.5-turbo', 'kling-2.5-turbo', 'sha256:00', 'default', 'kling-2.5-turbo/video', 1, 'running', 4, 1795219200000, 'klingkit-jold000001-00', '77', 1.5, 0, 'out/01.mp4', 'text-to-video:kling-2.5-turbo 5s', 1795219100000, 1795219000000, 1795219100000);
insert into job_plan values ('jold000001', '{}');
insert into ledger (job_id, batch_id, account, model, attempt, entry, units, at) values ('jold000001', 'b1', 'default', 'kling-2.5-turbo', 1, 'reserve', 1.5, 1795219050000);
insert into approval values ('aold000001', 'person', 'sha256:00', 'teaser', '["sha256:01"]', '["billable-create"]', 1, 1.5, 'ada', 1795219010000, 1795305410000, null, null, 'default', 'terminal', 'kling', 'video', null, null, null, null);
