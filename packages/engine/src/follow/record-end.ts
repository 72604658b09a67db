import type { EngineContext } from "../context/engine-context.ts";
import { quotaOf } from "../context/slot-settings.ts";
import { addEvent } from "../events/add-event.ts";
import { judgeCharge } from "../ledger/judge-charge.ts";
import { isAdoptedRoute } from "../provider/adopted-route.ts";
import type { TaskView } from "../provider/provider.ts";
import { correctPeaks } from "../slots/return-slots.ts";
import { endJobs, type JobEnd } from "../state/end-job.ts";
import { fulfilled, gatherWrites, type Outcomes, rejected } from "../store/gather-writes.ts";
import { jobLost } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { toldOfEnd } from "./inbox.ts";
import { recordResults, recordVideoIds, type VideoId } from "./record-results.ts";

/** A read has shown that the task ended. */
export async function recordEnd(context: EngineContext, job: JobRow, task: TaskView): Promise<void> {
  const nowMs = context.clock.nowMs();
  const ended = { job, task, nowMs };
  const wasTold = await gather(context, ended);
  context.callbackTrust.note({ wasTold, endedAtMs: endedAtMs(context, ended), nowMs });
}

const gather = gatherWrites(recordEnds);

/** True for those whose end a callback told. */
async function recordEnds(
  db: Db,
  context: EngineContext,
  all: readonly Ended[],
): Promise<Outcomes<Ended, boolean>> {
  const written = await writeEnds(db, context, all);
  const taskIds = all.map(({ task }) => task.taskId);
  const told = context.callbackUrl === undefined ? new Set<string>() : await toldOfEnd(db, taskIds);
  return new Map(
    all.map((ended) => [
      ended,
      written.has(ended) ? fulfilled(told.has(ended.task.taskId)) : rejected(jobLost(ended.job)),
    ]),
  );
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

/** Writes the end of a task, its charge and its results, in the caller's transaction. Throws StoreError `job_lost`. */
export async function writeEnd(db: Db, context: EngineContext, ended: Ended): Promise<void> {
  const written = await writeEnds(db, context, [ended]);
  if (!written.has(ended)) throw jobLost(ended.job);
}

/** The same for several; those are left out whose jobs somebody else has changed since they were read. */
async function writeEnds(db: Db, context: EngineContext, all: readonly Ended[]): Promise<ReadonlySet<Ended>> {
  const ends = all.map((ended) => ({ ended, job: inReportedUnit(ended), end: endOf(context, ended) }));
  const written = new Set<Ended>();
  await endJobs(db, ends, async (jobs) => {
    const those = ends.filter(({ job }) => jobs.includes(job));
    for (const { ended } of those) written.add(ended);
    await writeAlongside(
      db,
      context,
      those.map(({ job, ended }) => ({ ...ended, job })),
    );
  });
  return written;
}

function endOf(context: EngineContext, ended: Ended): JobEnd {
  const { task, nowMs } = ended;
  if (task.status === "canceled") return canceledEnd(context, ended);
  const job = inReportedUnit(ended);
  const hasSucceeded = task.status === "succeeded";
  const { units } = judgeCharge(job, { reported: task.units, hasSucceeded });
  return {
    to: hasSucceeded ? "succeeded" : "failed",
    atMs: nowMs,
    task,
    chargedUnits: units,
    event: {
      kind: hasSucceeded ? "job-succeeded" : "job-failed",
      data: endedOf(task, units),
    },
    set: {
      ended_at: endedAtMs(context, ended),
      unit: job.unit,
      raw_status: task.rawStatus,
      files_until: task.filesUntilMs ?? null,
      // Other results have rows of their own.
      result_url: task.files === undefined ? (task.url ?? null) : null,
      next_at: hasSucceeded ? nowMs : null,
      ...(hasSucceeded ? {} : { error_json: failureJson(task) }),
    },
  };
}

/** Results, doubts about charges and peaks of pools. */
async function writeAlongside(db: Db, context: EngineContext, all: readonly Ended[]): Promise<void> {
  const ended = all.filter(({ task }) => task.status !== "canceled");
  await writeResults(
    db,
    ended.filter(({ task }) => task.status === "succeeded"),
  );
  for (const { job, task, nowMs: atMs } of ended) {
    const hasSucceeded = task.status === "succeeded";
    const { units, doubted } = judgeCharge(job, { reported: task.units, hasSucceeded });
    if (doubted !== undefined) await noteDoubt(db, job, { atMs, doubted, units });
  }
  const grown = ended.filter(({ job }) => quotaOf(context.slots, job.pool) === undefined);
  await correctPeaks(
    db,
    grown.map((one) => ({ job: one.job, endedAtMs: endedAtMs(context, one) })),
  );
}

/** What another tool paid in is known at the end only. */
const inReportedUnit = ({ job, task: { unit = job.unit } }: Ended): JobRow =>
  isAdoptedRoute(job.route_id) ? { ...job, unit } : job;

/** Why a task failed, as its job keeps it. */
export const failureJson = ({ message, isContentPolicy }: TaskView): string =>
  JSON.stringify({ code: "task_failed", message, ...(isContentPolicy ? { isContentPolicy } : {}) });

/** What the event of an end tells. */
export const endedOf = ({ taskId, message, isContentPolicy }: TaskView, units: number) => ({
  taskId,
  units,
  ...(message === "" ? {} : { message }),
  ...(isContentPolicy ? { isContentPolicy } : {}),
});

async function writeResults(db: Db, all: readonly Ended[]): Promise<void> {
  const videos: (VideoId & { readonly job: JobRow })[] = [];
  for (const {
    job,
    task: { files, resultId },
    nowMs: atMs,
  } of all) {
    if (files) await recordResults(db, job, { files, atMs });
    else if (resultId !== undefined) videos.push({ job, resultId, atMs });
  }
  await recordVideoIds(db, videos);
}

const CANCELED = "the task was canceled before it ran, and nothing is charged for it";

/** By whoever: a person here, or another client of the account. */
const canceledEnd = (context: EngineContext, { job, task, nowMs }: Ended): JobEnd => ({
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
