import { roundUnits, type Unit } from "@klingkit/spec";
import { sql } from "kysely";
import { flushAppends } from "../store/append-only.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db } from "../store/schema.ts";

/** What the ledger of this store has for one job. */
export interface LocalCharge {
  readonly jobId: string;
  readonly name: string;
  readonly account: string;
  readonly state: JobState;
  /** Absent where no response named one. */
  readonly taskId?: string;
  readonly unit: Unit;
  /** Booked as charged. */
  readonly settledUnits: number;
  /** Reserved, and neither charged nor given back. */
  readonly heldUnits: number;
  /** When the task ended, Unix ms. */
  readonly endedAtMs?: number;
}

export interface ChargeQuery {
  readonly provider: string;
  /** Default: all accounts of the service. */
  readonly account?: string;
  /** Only jobs that were accepted since, Unix ms; those without a task by the moment they were made. */
  readonly sinceMs?: number;
  /** Only jobs with one of these tasks. */
  readonly taskIds?: readonly string[];
}

/** Jobs that were or may be charged, or have a task; oldest first. */
export async function readCharges(db: Db, query: ChargeQuery): Promise<readonly LocalCharge[]> {
  await flushAppends(db);
  const { provider, account, sinceMs, taskIds } = query;
  const sumOf = (entry: string) =>
    sql<number>`coalesce(sum(case when ledger.entry = ${entry} then ledger.units else 0 end), 0)`;
  let rows = db
    .selectFrom("job")
    .leftJoin("ledger", "ledger.job_id", "job.id")
    .select(["job.id", "job.name", "job.account", "job.state", "job.task_id", "job.unit", "job.ended_at"])
    .select([sumOf("reserve").as("reserved"), sumOf("settle").as("settled"), sumOf("release").as("released")])
    .where("job.provider", "=", provider)
    .groupBy(["job.id", "job.name", "job.account", "job.state", "job.task_id", "job.unit", "job.ended_at"])
    .orderBy("job.id");
  if (account !== undefined) rows = rows.where("job.account", "=", account);
  if (taskIds !== undefined) rows = rows.where("job.task_id", "in", [...taskIds]);
  if (sinceMs !== undefined)
    rows = rows.where(sql<number>`coalesce(job.accepted_at, job.created_at)`, ">=", sinceMs);
  return (await rows.execute())
    .map(({ id, name, account: owner, state, task_id, unit, ended_at, reserved, settled, released }) => ({
      jobId: id,
      name,
      account: owner,
      state,
      unit,
      settledUnits: roundUnits(Number(settled)),
      heldUnits: roundUnits(Number(reserved) - Number(settled) - Number(released)),
      ...(task_id === null ? {} : { taskId: task_id }),
      ...(ended_at === null ? {} : { endedAtMs: ended_at }),
    }))
    .filter(
      ({ taskId, settledUnits, heldUnits }) => taskId !== undefined || settledUnits > 0 || heldUnits > 0,
    );
}
