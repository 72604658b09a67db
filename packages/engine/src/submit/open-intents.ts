import { sql } from "kysely";
import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import { hold } from "../ledger/ledger.ts";
import { findExceeded, renewsAtMs } from "../ledger/limits.ts";
import { openSlotDesk, type SlotDesk } from "../slots/slot-desk.ts";
import { wakeWaiting } from "../slots/wake-waiting.ts";
import { moveJob } from "../state/move-job.ts";
import { updateJob } from "../store/jobs.ts";
import type { Db, IntentRow, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";

/** A job whose intent is written: it may be sent until the intent's deadline, by this process only. */
export interface Opened {
  readonly job: JobRow;
  readonly intent: IntentRow;
}

/**
 * Takes slots, reserves units and writes intents, for as many of the jobs as there is room; all in the caller's transaction.
 * The others are put to wait for what they lack.
 */
export async function openIntents(
  db: Db,
  context: EngineContext,
  jobs: readonly JobRow[],
): Promise<readonly Opened[]> {
  const nowMs = context.clock.nowMs();
  const desks = new Map<string, SlotDesk>();
  const opened: Opened[] = [];
  for (const claimed of jobs.toSorted((left, right) => (left.id < right.id ? -1 : 1))) {
    try {
      const intent = await openIntent(db, context, { claimed, desks, nowMs });
      if (intent) opened.push(intent);
    } catch (error) {
      // Canceled in the meantime; `updateJob` is the first thing that writes, so nothing is left behind.
      if (!isLost(error)) throw error;
    }
  }
  return opened;
}

interface Opening {
  readonly claimed: JobRow;
  readonly desks: Map<string, SlotDesk>;
  readonly nowMs: number;
}

async function openIntent(
  db: Db,
  context: EngineContext,
  { claimed, desks, nowMs }: Opening,
): Promise<Opened | undefined> {
  // Fences the job before slots and money are touched.
  const job = await updateJob(db, claimed, {});
  const wanted = { ...job, jobId: job.id, units: job.estimate_units, nowMs };
  const refusal = await findExceeded(db, context.limits, wanted);
  if (refusal) {
    await wait(db, job, {
      waits_for: "budget",
      next_at: renewsAtMs(refusal, nowMs),
      error_json: JSON.stringify(refusal),
    });
    const worker = job.lease_owner;
    await addEvent(db, { atMs: nowMs, jobId: job.id, kind: "job-over-budget", worker, data: refusal });
    return undefined;
  }
  const desk = desks.get(job.pool) ?? (await openSlotDesk(db, job, { settings: context.slots, nowMs }));
  desks.set(job.pool, desk);
  const answer = await desk.take(job);
  switch (answer.kind) {
    case "stopped":
      await wait(db, job, {
        waits_for: "pool",
        next_at: null,
        error_json: JSON.stringify({ code: answer.code, message: answer.reason }),
      });
      return undefined;
    case "wait":
      await wait(db, job, { waits_for: "slot", next_at: null });
      return undefined;
    case "taken":
      // Whoever was held up behind this job may go on where there is room left.
      if (job.weight > 1) await wakeWaiting(db, { ...job, limit: answer.roomLeft, nowMs });
      return writeIntent(db, context, { job, nowMs });
  }
}

async function wait(
  db: Db,
  job: JobRow,
  change: { waits_for: JobRow["waits_for"]; next_at: number | null; error_json?: string },
): Promise<void> {
  await updateJob(db, job, { ...change, lease_owner: null });
}

/** Puts the intent, the reservation and the state on record. Also used to send the same key again. */
export async function writeIntent(
  db: Db,
  { timing, provider, owner }: EngineContext,
  { job, nowMs }: { readonly job: JobRow; readonly nowMs: number },
): Promise<Opened> {
  const sendDeadline = nowMs + timing.sendWindowMs;
  const fresh = {
    state: "open",
    send_deadline: sendDeadline,
    absent_from: sendDeadline + timing.submitTimeoutMs + provider.settleMs,
    answer: null,
  } as const;
  const intent = await db
    .insertInto("intent")
    .values({
      ...fresh,
      ext_id: job.ext_id,
      job_id: job.id,
      request_hash: job.plan_hash,
      opened_at: nowMs,
      sends: 1,
    })
    .onConflict((conflict) =>
      conflict.column("ext_id").doUpdateSet({
        ...fresh,
        // Without an answer of any kind its process died, most likely before it sent: absent, that was no send.
        sends: sql<number>`intent.sends + case when intent.answer is null then 0 else 1 end`,
        // It may have sent all the same.
        unclear_sends: sql<number>`intent.unclear_sends + case when intent.answer is null then 1 else 0 end`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  if (job.state === "approved") await hold(db, job, { atMs: nowMs, attempt: intent.sends });
  const moved = await moveJob(db, job, {
    to: "submitting",
    atMs: nowMs,
    event: {
      kind: "job-submitting",
      data: { externalId: job.ext_id, send: intent.sends, payloadHash: job.plan_hash },
    },
    // Whoever finds the job after our death looks the key up first, so it is due at once then.
    // How often it was sent stands with its key; here lookups are counted.
    set: { lease_owner: owner, failures: job.state === "submitting" ? job.failures : 0 },
  });
  return { job: moved, intent };
}
