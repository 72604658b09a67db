import type { ResultKind, Unit } from "@klingkit/spec";
import type { Generated, Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { ApprovalWay } from "./approval-way.ts";
import type { JobState } from "./job-state.ts";
import type { NeedForm } from "./need-form.ts";
import type { Rung } from "./rung.ts";

/** Why an approved job is not being submitted; null while it is due or done. */
export type Waiting = "slot" | "pool" | "budget" | "link" | "parent";

/** Times are Unix ms, units are counted in the `unit` beside them, flags are 0 or 1, `…_json` holds JSON text. */
export interface JobTable {
  id: string;
  batch_id: string;
  purpose: string;
  name: string;
  route_id: string;
  model: string;
  plan_hash: string;
  /** Whose account it is, such as `kling`. */
  provider: Generated<string>;
  account: string;
  pool: string;
  /** Slots that the task takes at the service. */
  weight: number;
  state: JobState;
  /** Grows with every change; a writer that read an older one has lost the job. */
  version: number;
  /** When the job wants attention; null while somebody works on it, waits or is done. */
  next_at: number | null;
  waits_for: Waiting | null;
  lease_owner: string | null;
  ext_id: string;
  /** Which of the equal requests of its plan, from 0. */
  ordinal: Generated<number>;
  /** How often the request was bought again on purpose before, from 0. A retry has that of the job that it replaces. */
  round: Generated<number>;
  task_id: string | null;
  approval_id: string | null;
  /** Null where nobody can tell the price. */
  estimate_units: number | null;
  /** What it is paid in. Amounts of different units are never added. */
  unit: Generated<Unit>;
  /** Failures in a row in the present state. */
  failures: number;
  error_json: string | null;
  file_path: string;
  /** Tasks of one key take about as long as each other. */
  timing_key: string;
  accepted_at: number | null;
  ended_at: number | null;
  raw_status: string | null;
  result_url: string | null;
  /** How long the service keeps the files; null where only its rule is known. */
  files_until: number | null;
  retry_of: string | null;
  /** 1: other jobs take results of it. */
  is_needed: Generated<number>;
  /** How many results of other jobs it takes. */
  need_count: Generated<number>;
  /** The trace that its steps belong to, a `TraceCarrier`; null for none. */
  trace_json: string | null;
  created_at: number;
  updated_at: number;
}

export interface Schema {
  store_meta: { key: string; value: string };
  worker: { id: string; host: string; pid: number; lease_until: number };
  job: JobTable;
  job_plan: { job_id: string; planned_json: string };
  /** Written before the first byte leaves; one row per job for ever. */
  intent: {
    ext_id: string;
    job_id: string;
    request_hash: string;
    state: "open" | "accepted" | "refused" | "unknown";
    opened_at: number;
    /** No byte leaves after this moment. */
    send_deadline: number;
    /** From here on, "not found" proves that nothing was bought. */
    absent_from: number;
    sends: number;
    answer: string | null;
    /** Sends from whose answer, or lack of one, nobody could see whether a task was made. */
    unclear_sends: Generated<number>;
    /** Where the service was asked to report; null for nowhere. */
    callback_url: string | null;
    /** When the key of a job that ended without a task is looked up once more: its create may have arrived late. */
    look_at: number | null;
  };
  pool: {
    provider: string;
    account: string;
    pool: string;
    /** The account's quota where it is known. */
    quota: number | null;
    /** Tasks that may be in flight now. */
    allowed: number;
    /** The most slots that the service ever let us have at once, as far as we know. */
    peak: number;
    /** When `peak` last grew: a task that had ended before was no longer in flight then. */
    peak_at: number;
    /** Since when the service says that all slots are taken; 0 when it does not. */
    limited_at: number;
    /** The only create of the pool that may be in flight beyond what is known to pass. */
    probe_job: string | null;
    /** No probe for a slot before. */
    probe_at: number;
    /** Creates in a row that the service did not take although they may pass later; an accepted one resets it. */
    failures: number;
    /** What those were refused with, see `PoolTrouble`. */
    trouble_json: string | null;
    /** No create at all before. */
    blocked_until: number;
    /** Nothing more is sent. */
    stop_reason: string | null;
    /** When a stopped pool is tried again without a person; null: only a person resumes it. */
    reopens_at: number | null;
  };
  slot: { provider: string; account: string; pool: string; n: number; job_id: string | null };
  ledger: {
    seq: Generated<number>;
    job_id: string;
    batch_id: string;
    provider: Generated<string>;
    account: string;
    model: string;
    attempt: number;
    entry: "reserve" | "settle" | "release";
    units: number;
    unit: Generated<Unit>;
    at: number;
  };
  approval: {
    id: string;
    kind: "person" | "policy";
    /** How it came about; null where that was not recorded yet. */
    via: ApprovalWay | null;
    plan_hash: string;
    purpose: string;
    /** Whose money it is about; null where that was not known. */
    account: string | null;
    provider: Generated<string>;
    job_hashes_json: string;
    triggers_json: string;
    max_creates: number;
    max_units: number | null;
    unit: Generated<Unit>;
    /** Other accounts and units that the yes covers; null for none. */
    others_json: string | null;
    /** The span in which it was given, a `TraceCarrier`; null for none. */
    trace_json: string | null;
    approved_by: string;
    approved_at: number;
    expires_at: number;
    used_at: number | null;
    batch_id: string | null;
    /** How an agent's server got the answer; null where no agent was between. */
    rung: Rung | null;
    /** Program that relayed the answer, as it names itself. */
    client: string | null;
  };
  /** Plans that a program proposed, for whoever approves them by their hash. */
  plan: { hash: string; plan_json: string; created_at: number };
  /** Questions to a person, each written before it is asked, and answered once. */
  question: {
    nonce: string;
    plan_hash: string;
    /** Of the exact arguments of the call that asked. */
    arguments_hash: string;
    /** The price that was shown. */
    totals_json: string;
    rung: Rung;
    /** Who may answer: connection or token. */
    caller: string;
    /** Program that shows the question, as it names itself. */
    client: string;
    asked_at: number;
    expires_at: number;
    /** Null: open. */
    answer: "approved" | "declined" | null;
    answered_at: number | null;
    approval_id: string | null;
  };
  event: {
    seq: Generated<number>;
    at: number;
    job_id: string | null;
    kind: string;
    from_state: JobState | null;
    to_state: JobState | null;
    data_json: string;
  };
  inbox: {
    id: string;
    task_id: string;
    status: string;
    body_json: string;
    received_at: number;
    tells_end: Generated<number>;
  };
  /** What a task made. The link of an only video is in the job until it is on disk. */
  result: {
    job_id: string;
    /** From 0, in the order of the service; formats of one sound count one by one. */
    number: number;
    kind: ResultKind;
    /** Null: the task is read for a fresh link. */
    url: string | null;
    /** When the link ends. */
    expires_at: number | null;
    state: "waiting" | "collected";
    /** Null for an only video that is not on disk yet, which gets the job's path, and for what has no file. */
    file_path: string | null;
    size_bytes: number | null;
    sha256: string | null;
    /** When the row last changed. */
    at: number;
    /** The service's id of it, which other requests name it by; null where it has none. */
    result_id: string | null;
    /** What the account calls it: a voice or an element. */
    name: string | null;
  };
  /** What a job takes of others, in the order of its plan. */
  need: {
    job_id: string;
    /** From 0. */
    number: number;
    /** The job that makes it. */
    parent_id: string;
    form: NeedForm;
    /** Which of the results counts; null: any. */
    kind: string | null;
    /** Which of those, from 1. */
    result: number;
    /** 1: the parent has made it. */
    is_ready: Generated<number>;
    /** Address or id that is sent; null until it is known. A create that is sent again names the same. */
    value: string | null;
    /** When an address ends. */
    expires_at: number | null;
  };
  /** Who is told of events. */
  receiver: {
    /** URL, or what a program calls itself. */
    name: string;
    /** Every event up to this one was delivered, or has a row in `delivery`. */
    last_seq: number;
    /** The one process that delivers; null for none. */
    lease_owner: string | null;
    lease_host: string | null;
    lease_pid: number | null;
    lease_until: number | null;
    used_at: number;
  };
  /** Events that a receiver did not take. */
  delivery: {
    receiver: string;
    seq: number;
    job_id: string;
    attempts: number;
    /** The first attempt. */
    first_at: number;
    /** The next attempt; null: given up. */
    next_at: number | null;
    error: string | null;
  };
  /** Files that a service was given before a create that names them by address. */
  upload: { provider: string; account: string; sha256: string; url: string; at: number };
}

export type Db = Kysely<Schema>;
export type JobRow = Selectable<JobTable>;
export type NewJob = Insertable<JobTable>;
export type JobChange = Updateable<JobTable>;
export type IntentRow = Selectable<Schema["intent"]>;
export type PoolRow = Selectable<Schema["pool"]>;
export type ApprovalRow = Selectable<Schema["approval"]>;
export type QuestionRow = Selectable<Schema["question"]>;
export type LedgerRow = Selectable<Schema["ledger"]>;
export type EventRow = Selectable<Schema["event"]>;
export type ResultRow = Selectable<Schema["result"]>;
export type DeliveryRow = Selectable<Schema["delivery"]>;
export type NeedRow = Selectable<Schema["need"]>;
/** A result that is on disk, or that has no file, such as an element. */
export type AssetRow = AssetNames & (AssetFile | NoAssetFile);

interface AssetNames {
  readonly job_id: string;
  readonly number: number;
  readonly kind: string;
  readonly at: number;
  readonly result_id: string | null;
  readonly name: string | null;
}

interface AssetFile {
  readonly file_path: string;
  readonly size_bytes: number;
  readonly sha256: string;
}

type NoAssetFile = { readonly [Field in keyof AssetFile]: null };
