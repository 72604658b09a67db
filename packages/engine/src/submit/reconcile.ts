import { backoffMs } from "../context/backoff.ts";
import { type EngineContext, isInterrupted } from "../context/engine-context.ts";
import { soonEnough } from "../context/waits.ts";
import { leaveDue, readFailed } from "../follow/follow-jobs.ts";
import type { ReadAnswer, TaskView } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { endJob } from "../state/end-job.ts";
import { readUnchanged, updateJob } from "../store/jobs.ts";
import type { IntentRow, JobRow } from "../store/schema.ts";
import { isLost, StoreError } from "../store/store-error.ts";
import { correctHolder } from "./correct-holder.ts";
import { judgeFound, saysDuplicate } from "./judge-found.ts";
import { lookUp, recoveryOf } from "./look-up.ts";
import { payAgain } from "./pay-again.ts";
import { recordAccepted } from "./record-accepted.ts";
import { sendOpened } from "./send.ts";
import { writeIntents } from "./write-intents.ts";

/**
 * Finds out what became of an open intent: looks the key up, and adopts, sends the same key again, waits,
 * or leaves it to a person. Never sends before absence is proved, and never another key.
 */
export async function reconcile(context: EngineContext, job: JobRow): Promise<void> {
  const intent = await context.store.reader
    .selectFrom("intent")
    .selectAll()
    .where("ext_id", "=", job.ext_id)
    .executeTakeFirstOrThrow();
  const recovery = recoveryOf(context, job);
  if (recovery === "none") {
    if (await payAgain(context, job, intent)) return;
    return leaveUnread(context, { job, intent, message: NO_KEY });
  }
  if (recovery === "replay") return replay(context, job, intent);
  const answer = await lookUp(context, job);
  context.readWatch.note([answer], context.clock.nowMs());
  try {
    if (answer.kind === "error" && isInterrupted(context)) return await leaveDue(context, job);
    await decide(context, { job, intent, answer });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

/**
 * The same create under the same key brings the task of the first send, if there was one, and buys it otherwise: never twice.
 */
async function replay(context: EngineContext, job: JobRow, intent: IntentRow): Promise<void> {
  const { clock, timing } = context;
  const nowMs = clock.nowMs();
  try {
    if (nowMs < intent.absent_from) {
      const next_at = soonEnough(intent.absent_from, nowMs);
      await context.store.write((db) => updateJob(db, job, { next_at, lease_owner: null }));
    } else if (intent.unclear_sends >= timing.maxSends && nowMs - intent.opened_at >= timing.unknownAfterMs) {
      await leaveUnread(context, { job, intent, message: sayUnanswered(intent) });
    } else await sendAgain(context, job);
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

const NO_KEY =
  "The response was lost, and this operation takes no external ID by which its result could be looked up. You may have been charged.";
const sayUnanswered = ({ unclear_sends }: IntentRow): string =>
  `${unclear_sends} sends under one key brought no clear response. You may have been charged, once at most.`;

/** Nothing at the service leads to what became of it, so waiting brings nothing. */
async function leaveUnread(
  context: EngineContext,
  { job, intent, message }: Pick<Finding, "job" | "intent"> & { readonly message: string },
): Promise<void> {
  try {
    await leaveToPerson(context, { job, intent, answer: { kind: "error", message } });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

interface Finding {
  readonly job: JobRow;
  readonly intent: IntentRow;
  readonly answer: ReadAnswer;
  /** A task under the key of the job that may be somebody else's. */
  readonly foundTaskId?: string;
}

async function decide(context: EngineContext, { job, intent, answer }: Finding): Promise<void> {
  const nowMs = context.clock.nowMs();
  if (answer.kind === "found") return claim(context, { job, intent, task: answer.task });
  // "Exists already" and "not found" contradict each other; only time or a person resolves that.
  const isAbsent = answer.kind === "absent" && !saysDuplicate(intent) && wouldBeKept(context, intent);
  if (isAbsent && nowMs >= intent.absent_from) {
    return mayResend(context, intent) ? sendAgain(context, job) : giveUp(context, job, intent);
  }
  if (!isAbsent && hasTriedLong(context, job, intent)) return leaveToPerson(context, { job, intent, answer });
  return lookLater(context, { job, intent, answer });
}

interface FoundTask {
  readonly job: JobRow;
  readonly intent: IntentRow;
  readonly task: TaskView;
}

async function claim(context: EngineContext, found: FoundTask): Promise<void> {
  const { job, intent, task } = found;
  const verdict = await judgeFound(context, found);
  if (verdict.kind === "foreign") {
    return reject(context, job, { code: "duplicate_external_id", message: verdict.message });
  }
  if (verdict.kind === "unverified") {
    const { message, taskId: foundTaskId } = verdict;
    return leaveToPerson(context, { job, intent, answer: { kind: "error", message }, foundTaskId });
  }
  const { taskId, createdAtMs = context.clock.nowMs() } = task;
  const record = () => recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" });
  if (await record()) return;
  if ((await correctHolder(context, job, task)) && (await record())) return;
  const message = `the look-up of ${job.ext_id} shows task ${taskId}, which another job has`;
  return decide(context, { job, intent, answer: { kind: "error", message } });
}

/** A send whose process died before any answer does not count: it most likely never left. Nor does one that was clearly refused. */
const mayResend = ({ timing }: EngineContext, { answer, unclear_sends }: IntentRow): boolean =>
  answer === null || unclear_sends < timing.maxSends;

/** Lookups before a person is asked, however late it seems to be: a clock can jump. */
const MIN_LOOKUPS = 5;

const hasTriedLong = (
  { clock, timing }: EngineContext,
  { failures }: JobRow,
  { send_deadline }: IntentRow,
): boolean => failures >= MIN_LOOKUPS && clock.nowMs() - send_deadline >= timing.unknownAfterMs;

/** The service forgets old tasks: from then on "not found" proves nothing. What an emulator forgets was never bought. */
const wouldBeKept = ({ clock, provider }: EngineContext, { send_deadline }: IntentRow): boolean =>
  !provider.spendsMoney || clock.nowMs() - send_deadline < provider.retentionMs;

async function lookLater(context: EngineContext, { job, intent, answer }: Finding): Promise<void> {
  const nowMs = context.clock.nowMs();
  const failures = job.failures + 1;
  const pauseMs = backoffMs(context, failures, answer.kind === "error" ? answer.retryAfterMs : undefined);
  // Nothing new is learnt between a first "not found" and the moment from which it counts as a proof.
  const isWaiting = answer.kind === "absent" && nowMs < intent.absent_from && !saysDuplicate(intent);
  const next_at = isWaiting
    ? Math.max(nowMs + pauseMs, soonEnough(intent.absent_from, nowMs))
    : nowMs + pauseMs;
  const error_json = answer.kind === "error" ? readFailed(answer) : null;
  await context.store.write((db) => updateJob(db, job, { next_at, failures, lease_owner: null, error_json }));
}

/** The same key once more: the service refuses it should the first one have arrived after all. */
async function sendAgain(context: EngineContext, job: JobRow): Promise<void> {
  const nowMs = context.clock.nowMs();
  const [opened] = await context.store.write(async (db) => {
    const jobs = await readUnchanged(db, [job]);
    if (jobs.length === 0) throw new StoreError("job_lost", `job ${job.id} was changed by another process`);
    return writeIntents(db, context, { jobs, nowMs });
  });
  if (opened) await sendOpened(context, opened);
}

/** Proved absent after each of many sends. */
function giveUp(context: EngineContext, job: JobRow, intent: IntentRow): Promise<void> {
  const message = `${intent.unclear_sends} requests got no clear response, and no task was found`;
  return reject(context, job, { code: "no_answer", message });
}

async function reject(
  context: EngineContext,
  job: JobRow,
  data: { readonly code: string; readonly message: string },
): Promise<void> {
  const nowMs = context.clock.nowMs();
  await context.store.write(async (db) => {
    await endJob(db, job, {
      to: "rejected",
      atMs: nowMs,
      event: { kind: "job-rejected", data },
      set: { error_json: JSON.stringify(data) },
    });
  });
}

/** Budget and key are kept; the slot is not, because a task that exists ends by itself. */
async function leaveToPerson(
  context: EngineContext,
  { job, intent, answer, foundTaskId }: Finding,
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const message = messageOf(context, intent, answer);
  const found = foundTaskId === undefined ? {} : { foundTaskId };
  await context.store.write(async (db) => {
    await endJob(db, job, {
      to: "unknown",
      atMs: nowMs,
      event: { kind: "job-unknown", data: { message, ...serviceKeyOf(job) } },
      set: { error_json: JSON.stringify({ code: "unknown", message, ...found }) },
    });
  });
}

function messageOf(context: EngineContext, intent: IntentRow, answer: ReadAnswer): string {
  if (answer.kind === "error") return answer.message;
  return wouldBeKept(context, intent)
    ? "the service reports that the key is taken, and finds no task"
    : "no task is found, and the service would have forgotten one that was made then";
}
