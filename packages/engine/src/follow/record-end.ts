import type { EngineContext } from "../context/engine-context.ts";
import { quotaOf } from "../context/slot-settings.ts";
import { addEvent } from "../events/add-event.ts";
import { judgeCharge } from "../ledger/judge-charge.ts";
import { isAdoptedRoute } from "../provider/adopted-route.ts";
import type { TaskView } from "../provider/provider.ts";
import { correctPeak } from "../slots/return-slots.ts";
import { endJob } from "../state/end-job.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { wasToldOfEnd } from "./inbox.ts";
import { recordResults, recordVideoId } from "./record-results.ts";

/** A read has shown that the task ended. */
export async function recordEnd(context: EngineContext, job: JobRow, task: TaskView): Promise<void> {
  const nowMs = context.clock.nowMs();
  const wasTold = await context.store.write(async (db) => {
    await writeEnd(db, context, { job, task, nowMs });
    return context.callbackUrl !== undefined && (await wasToldOfEnd(db, task.taskId));
  });
  context.callbackTrust.note({ wasTold, endedAtMs: endedAtMs(context, { job, task, nowMs }), nowMs });
}

/**
 * When the task ended, by our clock. Durations are learnt from it: after an outage a task must not seem to have taken as long
 * as the outage, or the next ones are read as late.
 */
function endedAtMs(context: EngineContext, { job, task, nowMs }: Ended): number {
  const endMs = endByOurClock(context, job, task) ?? task.updatedAtMs ?? nowMs;
  return Math.min(nowMs, Math.max(endMs, job.accepted_at ?? 0));
}

interface Ended {
  readonly job: JobRow;
  readonly task: TaskView;
  readonly nowMs: number;
}

/** Writes the end of a task, its charge and its results, in the caller's transaction. */
export async function writeEnd(db: Db, context: EngineContext, ended: Ended): Promise<void> {
  const { task, nowMs } = ended;
  const job = inReportedUnit(ended);
  if (task.status === "canceled") return writeCanceled(db, context, { job, task, nowMs });
  const hasSucceeded = task.status === "succeeded";
  const { units, doubted } = judgeCharge(job, { reported: task.units, hasSucceeded });
  const ended_at = endedAtMs(context, { job, task, nowMs });
  const error = hasSucceeded
    ? {}
    : { error_json: JSON.stringify({ code: "task_failed", message: task.message }) };
  await endJob(db, job, {
    to: hasSucceeded ? "succeeded" : "failed",
    atMs: nowMs,
    task,
    chargedUnits: units,
    event: {
      kind: hasSucceeded ? "job-succeeded" : "job-failed",
      data: endedOf(task, units),
    },
    set: {
      ended_at,
      unit: job.unit,
      raw_status: task.rawStatus,
      files_until: task.filesUntilMs ?? null,
      // Other results have rows of their own.
      result_url: task.files === undefined ? (task.url ?? null) : null,
      next_at: hasSucceeded ? nowMs : null,
      ...error,
    },
    alongside: async () => {
      if (hasSucceeded) await writeResults(db, { job, task, nowMs });
      if (doubted !== undefined) await noteDoubt(db, job, { atMs: nowMs, doubted, units });
      if (quotaOf(context.slots, job.pool) !== undefined) return;
      await correctPeak(db, job, ended_at);
    },
  });
}

/** What another tool paid in is known at the end only. */
const inReportedUnit = ({ job, task: { unit = job.unit } }: Ended): JobRow =>
  isAdoptedRoute(job.route_id) ? { ...job, unit } : job;

/** What the event of an end tells. */
export const endedOf = ({ taskId, message, isContentPolicy }: TaskView, units: number) => ({
  taskId,
  units,
  ...(message === "" ? {} : { message }),
  ...(isContentPolicy ? { isContentPolicy } : {}),
});

async function writeResults(db: Db, { job, task: { files, resultId }, nowMs: atMs }: Ended): Promise<void> {
  if (files) await recordResults(db, job, { files, atMs });
  else if (resultId !== undefined) await recordVideoId(db, job, { resultId, atMs });
}

const CANCELED = "the task was canceled before it ran, and nothing is charged for it";

/** By whoever: a person here, or another client of the account. */
const writeCanceled = (db: Db, context: EngineContext, { job, task, nowMs }: Ended): Promise<void> =>
  endJob(db, job, {
    to: "canceled",
    atMs: nowMs,
    event: { kind: "job-canceled", data: { taskId: task.taskId } },
    set: {
      ended_at: endedAtMs(context, { job, task, nowMs }),
      raw_status: task.rawStatus,
      error_json: JSON.stringify({ code: "canceled", message: CANCELED }),
    },
  });

const noteDoubt = (
  db: Db,
  job: JobRow,
  { atMs, doubted, units }: { readonly atMs: number; readonly doubted: string; readonly units: number },
): Promise<void> =>
  addEvent(db, {
    atMs,
    jobId: job.id,
    kind: "job-charge-doubted",
    worker: job.lease_owner,
    data: { reported: doubted, units },
  });

/** The service's clock may be off, and an emulator's is faster: only how long the task took is certain. */
function endByOurClock(
  { provider }: EngineContext,
  { accepted_at }: JobRow,
  { createdAtMs, updatedAtMs }: TaskView,
): number | undefined {
  if (accepted_at === null || createdAtMs === undefined || updatedAtMs === undefined) return undefined;
  return accepted_at + Math.round((updatedAtMs - createdAtMs) / (provider.timeScale ?? 1));
}
