import type { Unit } from "@klingkit/spec";
import type { ParentJob } from "../needs/read-parents.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { type JobPause, poolKeyOf } from "../slots/read-pauses.ts";
import type { JobState } from "../store/job-state.ts";
import type { JobRow, Waiting } from "../store/schema.ts";

/** A job as callers see it. Times are Unix ms. */
export interface Job {
  readonly id: string;
  readonly batchId: string;
  /** Whose service makes it, such as `kling`. */
  readonly provider: string;
  /** Who pays: service and key, or an emulator. */
  readonly account: string;
  readonly purpose: string;
  readonly name: string;
  readonly routeId: string;
  readonly model: string;
  /** Creates that it shares the slots of its account with, such as `kling-2.5-turbo/video`. */
  readonly pool: string;
  readonly planHash: string;
  readonly state: JobState;
  /** Why an approved job is not sent now; `link`: a succeeded one is not downloaded until a person allows it. */
  readonly waitsFor?: Waiting;
  /** Where it waits for a slot and its pool pauses: why, and when the next create is tried. */
  readonly pause?: JobPause;
  /** When the engine looks at it again. */
  readonly nextAtMs?: number;
  /** Key at the service; the same for ever. Absent where the service knows none: the create takes none, or another tool made the task. */
  readonly externalId?: string;
  readonly taskId?: string;
  readonly approvalId?: string;
  /** An earlier send brought no clear response: the service may have taken it, which sending it again under its key finds out. */
  readonly mayBeTaken?: true;
  /** Units that it holds: its price, or the most where the output follows an input video. Absent where no price is listed. */
  readonly estimateUnits?: number;
  /** What it is paid in: `video`, `image` … units. */
  readonly unit: Unit;
  /** What went wrong last; the service's number and its request where it said no. */
  readonly error?: {
    readonly code?: string;
    /** Of a failed read: the code of the client's error, such as `KLINGKIT_AUTHENTICATION`. */
    readonly cause?: string;
    readonly message: string;
    /** Of a task: the content policy refused the input or the result. */
    readonly isContentPolicy?: true;
    /** Of a create request that was refused: what would let it pass. */
    readonly remedy?: "slot" | "rate" | "unreachable" | "later" | "stop" | "never";
    readonly serviceCode?: number | string;
    readonly requestId?: string;
    /** Whose link was refused: what to allow, if you trust it. */
    readonly host?: string;
    /** Of a job in `unknown`: a task under its external ID, which may be somebody else's. */
    readonly foundTaskId?: string;
    /** Of a download: what the next try continues from. */
    readonly receivedBytes?: number;
  };
  /**
   * Planned path of its first result, absolute. The file is there once `state` is `collected`, unless somebody has moved it. Empty where
   * what it made has no file, such as an element.
   */
  readonly filePath: string;
  /** Tasks of one key take about as long as each other, in one account. */
  readonly timingKey: string;
  readonly rawStatus?: string;
  readonly acceptedAtMs?: number;
  /** When the task ended at the service. */
  readonly endedAtMs?: number;
  /** Jobs of which it takes results. Absent: none. */
  readonly needs?: readonly ParentJob[];
  /** Job that this one replaces. */
  readonly retryOf?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** While a process works on it: when it counts as dead, unless it is heard of before. */
  readonly claimedUntilMs?: number;
}

/** What the views of several jobs are made of, beside their rows. */
export interface JobSurroundings {
  /** End of the lease of each process that works on jobs. */
  readonly leases: ReadonlyMap<string, number>;
  /** Of jobs that take results of others. */
  readonly parents: ReadonlyMap<string, readonly ParentJob[]>;
  /** Of pools in which jobs wait for a slot. */
  readonly pauses: ReadonlyMap<string, JobPause>;
  /** Ids of approved jobs that the service may have taken. */
  readonly maybeTaken: ReadonlySet<string>;
}

export function toJob(row: JobRow, { leases, parents, pauses, maybeTaken }: JobSurroundings): Job {
  const optional = {
    pause: row.waits_for === "slot" ? (pauses.get(poolKeyOf(row)) ?? null) : null,
    needs: parents.get(row.id) ?? null,
    claimedUntilMs: leases.get(row.lease_owner ?? "") ?? null,
    waitsFor: row.waits_for,
    nextAtMs: row.next_at,
    taskId: row.task_id,
    approvalId: row.approval_id,
    estimateUnits: row.estimate_units,
    // Written by the engine with a message in it.
    error: row.error_json === null ? null : (JSON.parse(row.error_json) as NonNullable<Job["error"]>),
    rawStatus: row.raw_status,
    acceptedAtMs: row.accepted_at,
    endedAtMs: row.ended_at,
    retryOf: row.retry_of,
    mayBeTaken: maybeTaken.has(row.id) ? (true as const) : null,
  };
  return {
    id: row.id,
    batchId: row.batch_id,
    provider: row.provider,
    account: row.account,
    unit: row.unit,
    purpose: row.purpose,
    name: row.name,
    routeId: row.route_id,
    model: row.model,
    pool: row.pool,
    planHash: row.plan_hash,
    state: row.state,
    ...serviceKeyOf(row),
    filePath: row.file_path,
    timingKey: row.timing_key,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    ...dropNull(optional),
  };
}

type WithoutNull<Fields> = { readonly [Name in keyof Fields]?: NonNullable<Fields[Name]> };

function dropNull<Fields extends object>(fields: Fields): WithoutNull<Fields> {
  // Only the entries that are null are left out, which is what the type says.
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null),
  ) as WithoutNull<Fields>;
}
