import { backoffMs } from "../context/backoff.ts";
import { callContext, type EngineContext, isInterrupted } from "../context/engine-context.ts";
import { soonEnough } from "../context/waits.ts";
import { readWithinTime } from "../context/within-time.ts";
import { addEvent } from "../events/add-event.ts";
import { readFailureOf } from "../provider/classify-refusal.ts";
import { ReadFailed } from "../provider/failed-request.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { ReadAnswer, ReadFailure, TaskRef, TaskView } from "../provider/provider.ts";
import { endJob } from "../state/end-job.ts";
import { updateJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { wasToldOfEnd } from "./inbox.ts";
import { isPatient } from "./is-patient.ts";
import { nextReadAtMs, type ReadTime, safetyReadAtMs, soonReadAtMs } from "./read-times.ts";
import { recordEnd } from "./record-end.ts";
import { timingProfile } from "./timing-profile.ts";

/** Reads the tasks of claimed jobs, as many per request as the service allows, and records what was seen. `onEnd` hears of so many jobs. */
export async function followJobs(
  context: EngineContext,
  jobs: readonly JobRow[],
  onEnd?: (count: number) => void,
): Promise<void> {
  const { readBatchSize } = context.provider;
  const groups: (readonly JobRow[])[] = [];
  for (let at = 0; at < jobs.length; at += readBatchSize) groups.push(jobs.slice(at, at + readBatchSize));
  await Promise.all(
    groups.map(async (group) => {
      await followGroup(context, group);
      onEnd?.(group.length);
    }),
  );
}

async function followGroup(context: EngineContext, group: readonly JobRow[]): Promise<void> {
  const begunAtMs = context.clock.nowMs();
  const answers = await readGroup(context, group.map(refOf));
  context.readWatch.note(answers, context.clock.nowMs());
  await Promise.all(
    group.map(async (job, at) => {
      const answer = answers[at] ?? LEFT_OUT;
      try {
        await record(context, { job, begunAtMs, sharedBy: group.length }, answer);
      } catch (error) {
        if (!isLost(error)) throw error;
      }
    }),
  );
}

export const refOf = (job: JobRow): TaskRef => ({
  routeId: job.route_id,
  externalId: job.ext_id,
  ...(job.task_id === null ? {} : { taskId: job.task_id }),
  ...(job.accepted_at === null ? {} : { createdAtMs: job.accepted_at }),
});

const LEFT_OUT: ReadAnswer = { kind: "error", message: "the read left the task out" };

async function readGroup(context: EngineContext, refs: readonly TaskRef[]): Promise<readonly ReadAnswer[]> {
  try {
    const { readTimeoutMs } = context.timing;
    const answers = await readWithinTime(
      readTimeoutMs,
      context.provider.read(refs, callContext(context, readTimeoutMs)),
    );
    return refs.map((ref, at) => ownAnswer(answers[at] ?? LEFT_OUT, ref));
  } catch (error) {
    return refs.map(() => readFailureOf(error));
  }
}

interface Read {
  readonly job: JobRow;
  readonly begunAtMs: number;
  /** Tasks in the same request. */
  readonly sharedBy: number;
}

async function record(context: EngineContext, read: Read, answer: ReadAnswer): Promise<void> {
  const { job } = read;
  switch (answer.kind) {
    case "found":
      return answer.task.status === "waiting"
        ? readAgain(context, read, answer.task)
        : recordEnd(context, job, answer.task);
    case "error":
      if (isInterrupted(context)) return leaveDue(context, job);
      context.onError(new ReadFailed(answer), job.id);
      return retryRead(context, job, answer);
    case "absent":
      return hasMissedOften(job) && (await isPastRetention(context, job))
        ? recordExpired(context, job, context.provider.goneMessage)
        : retryRead(context, job, NOT_FOUND);
    case "expired":
      return hasMissedOften(job)
        ? recordExpired(context, job, answer.message ?? context.provider.goneMessage)
        : retryRead(context, job, NOT_FOUND);
  }
}

/** For whoever goes on, as it was before. */
export async function leaveDue({ store, clock }: EngineContext, job: JobRow): Promise<void> {
  await store.write((db) => updateJob(db, job, { next_at: clock.nowMs(), lease_owner: null }));
}

/** What a job shows of a read that found out nothing about its task. */
export const readFailed = ({ code: cause, serviceCode, message }: ReadFailure): string =>
  JSON.stringify({ code: "read_failed", cause, message, serviceCode });

/** Reads in a row that did not find a task before it is given up, however old it seems to be: a clock can jump. */
const MIN_ABSENCES = 5;

export const hasMissedOften = ({ failures }: JobRow): boolean => failures >= MIN_ABSENCES;

/** By our clock and, where the service shows it, by its own: one alone may run ahead. */
export async function isPastRetention(
  { clock, provider }: EngineContext,
  { accepted_at }: JobRow,
): Promise<boolean> {
  const nowMs = clock.nowMs();
  const isPast = (atMs: number) => accepted_at !== null && atMs - accepted_at > provider.retentionMs;
  return isPast(nowMs) && isPast((await provider.serviceNowMs?.(nowMs)) ?? nowMs);
}

async function readAgain(
  context: EngineContext,
  { job, begunAtMs, sharedBy }: Read,
  task: TaskView,
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const profile = await timingProfile(context, job);
  // A clock that ran ahead puts the acceptance into the future.
  const acceptedAtMs = Math.min(job.accepted_at ?? nowMs, nowMs);
  const time = { acceptedAtMs, nowMs, profile, sharedBy };
  await context.store.write(async (db) => {
    const planned = await whenNext(db, context, { ...time, begunAtMs, taskId: task.taskId });
    const next_at = soonEnough(planned, nowMs);
    const change = { next_at, lease_owner: null, failures: 0, error_json: null, raw_status: task.rawStatus };
    await updateJob(db, job, change);
    if (task.rawStatus === job.raw_status) return;
    const data = { rawStatus: task.rawStatus, ...(task.isQueued ? { isQueued: task.isQueued } : {}) };
    await addEvent(db, { atMs: nowMs, jobId: job.id, kind: "job-status", worker: job.lease_owner, data });
  });
}

/** A callback this old no longer makes a task that is still under way suspicious. */
const CALLBACK_NEWS_MS = 60_000;

async function whenNext(
  db: Db,
  context: EngineContext,
  { begunAtMs, taskId, ...time }: ReadTime & { readonly begunAtMs: number; readonly taskId: string },
): Promise<number> {
  if (context.callbackUrl === undefined) return nextReadAtMs(time);
  // It came while the read was under way, so that the read may be older.
  if (await wasToldOfEnd(db, taskId, begunAtMs)) return time.nowMs;
  if (await wasToldOfEnd(db, taskId, time.nowMs - CALLBACK_NEWS_MS)) return soonReadAtMs(time);
  if (context.callbackTrust.isEarned()) return safetyReadAtMs(time);
  return nextReadAtMs({ ...time, isPatient: isPatient(context) });
}

const NOT_FOUND: ReadFailure = { message: "The service does not find the task" };

/** Failures in a row that are told: one alone is gone before anybody looks. */
export const FAILURES_TOLD = 3;

/** A failed read, or one that does not know the task, is never a failed job; whoever looks sees why nothing is heard. */
async function retryRead(context: EngineContext, job: JobRow, failure: ReadFailure): Promise<void> {
  const { message, retryAfterMs } = failure;
  const nowMs = context.clock.nowMs();
  const failures = job.failures + 1;
  const next_at = nowMs + backoffMs(context, failures, retryAfterMs);
  const error_json = readFailed(failure);
  await context.store.write(async (db) => {
    await updateJob(db, job, { next_at, failures, lease_owner: null, error_json });
    if (failures !== FAILURES_TOLD) return;
    const worker = job.lease_owner;
    await addEvent(db, { atMs: nowMs, jobId: job.id, kind: "job-reads-fail", worker, data: { message } });
  });
}

/** Bought, and gone: what it cost can no longer be read, so that the whole reservation counts as spent. */
async function recordExpired(context: EngineContext, job: JobRow, message: string): Promise<void> {
  const nowMs = context.clock.nowMs();
  await context.store.write(async (db) => {
    await endJob(db, job, {
      to: "expired",
      atMs: nowMs,
      event: { kind: "job-expired", data: { message } },
      set: { error_json: JSON.stringify({ code: "expired", message }) },
      chargedUnits: job.estimate_units ?? 0,
    });
  });
}
