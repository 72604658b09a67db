import { sql } from "kysely";
import type { EngineContext } from "../context/engine-context.ts";
import { hold } from "../ledger/ledger.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { moveJobs } from "../state/move-job.ts";
import type { Db, IntentRow, JobRow } from "../store/schema.ts";

/** A job whose intent is written: it may be sent until the intent's deadline, by this process only. */
export interface Opened {
  readonly job: JobRow;
  readonly intent: IntentRow;
  /** Its row of `job_plan`, where that is known already. */
  readonly planText?: string | undefined;
}

interface Writing {
  /** All in the same state, and read in this transaction. */
  readonly jobs: readonly JobRow[];
  readonly nowMs: number;
}

/** Puts intents, reservations and states on record, one statement for each. Also used to send the same key again. */
export async function writeIntents(
  db: Db,
  context: EngineContext,
  { jobs, nowMs }: Writing,
): Promise<readonly Opened[]> {
  if (jobs.length === 0) return [];
  const intents = await upsertIntents(db, context, { jobs, nowMs });
  const intentOf = ({ ext_id }: JobRow): IntentRow => {
    const intent = intents.get(ext_id);
    if (intent) return intent;
    throw new TypeError(`the intent of ${ext_id} was not written`);
  };
  for (const job of jobs) {
    if (job.state === "approved") await hold(db, job, { atMs: nowMs, attempt: intentOf(job).sends });
  }
  const moved = await moveJobs(db, jobs, {
    to: "submitting",
    atMs: nowMs,
    eventOf: (job) => ({
      kind: "job-submitting",
      data: { ...serviceKeyOf(job), send: intentOf(job).sends, payloadHash: job.plan_hash },
    }),
    // Whoever finds the job after our death looks the key up first, so it is due at once then.
    // How often it was sent stands with its key; of a job that was looked up, lookups are counted here.
    set: { lease_owner: context.owner, ...(jobs[0]?.state === "submitting" ? keepFailures : {}) },
  });
  return moved.map((job) => ({ job, intent: intentOf(job) }));
}

const keepFailures = { failures: sql<number>`failures` };

async function upsertIntents(
  db: Db,
  { timing, provider, callbackUrl }: EngineContext,
  { jobs, nowMs }: Writing,
): Promise<ReadonlyMap<string, IntentRow>> {
  const sendDeadline = nowMs + timing.sendWindowMs;
  const fresh = {
    state: "open",
    send_deadline: sendDeadline,
    absent_from: sendDeadline + timing.submitTimeoutMs + provider.settleMs,
    answer: null,
  } as const;
  const rows = await db
    .insertInto("intent")
    .values(
      jobs.map((job) => ({
        ...fresh,
        ext_id: job.ext_id,
        job_id: job.id,
        request_hash: job.plan_hash,
        opened_at: nowMs,
        sends: 1,
        callback_url: callbackUrl ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("ext_id").doUpdateSet({
        ...fresh,
        // Without an answer of any kind its process died, most likely before it sent: absent, that was no send.
        sends: sql<number>`intent.sends + case when intent.answer is null then 0 else 1 end`,
        // What may have been sent is sent again as it was: the address is part of what the key stands for.
        callback_url: sql<string | null>`case when intent.answer is null or intent.unclear_sends > 0
          then intent.callback_url else excluded.callback_url end`,
        // It may have sent all the same.
        unclear_sends: sql<number>`intent.unclear_sends + case when intent.answer is null then 1 else 0 end`,
      }),
    )
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.ext_id, row]));
}
