import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { release } from "../ledger/ledger.ts";
import { CreateFailed } from "../provider/failed-request.ts";
import type { Refusal } from "../provider/provider.ts";
import { findPool } from "../slots/pool-row.ts";
import { endTrouble, noteTrouble, stopPool } from "../slots/pool-trouble.ts";
import { noteLimit, returnSlots } from "../slots/return-slots.ts";
import { endJob } from "../state/end-job.ts";
import { moveJob } from "../state/move-job.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { forgetEntries } from "./forget-entries.ts";
import { recoveryOf } from "./look-up.ts";
import { judgeTooHeavy } from "./too-heavy.ts";
import type { Opened } from "./write-intents.ts";

/**
 * The create was clearly not taken: the job waits for what would let it pass, or ends. While it waits for the service it keeps
 * its units, so that sending it again writes nothing to the ledger; they come back when it waits for a person, or ends.
 */
export async function recordRefusal(
  context: EngineContext,
  { job, intent }: Opened,
  given: Refusal,
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const settings = context.slots;
  try {
    await context.store.write(async (db) => {
      const refusal = (await judgeTooHeavy(db, { job, intent, refusal: given, settings, nowMs })) ?? given;
      const { remedy } = refusal;
      const data = dataOf(refusal);
      // Counted by the key, because it is sent again and again.
      const failures = intent.sends;
      // The end of a run is no news of the service: what it said before is still why the job waits.
      const before = refusal.code === GIVEN_UP ? await lastRefusal(db, job.id) : undefined;
      const set = { failures, error_json: JSON.stringify(before ?? data) };
      if (remedy === "never") {
        const event = { kind: "job-rejected", data } as const;
        const end = { to: "rejected", atMs: nowMs, event, set, answer: JSON.stringify(data) } as const;
        return endJob(db, job, end, async () => {
          if (refusal.serviceCode === undefined) return;
          await endTroubleOf(db, job, nowMs);
          await forgetEntries(db, job, { data, atMs: nowMs });
        });
      }
      await moveJob(db, job, {
        to: "approved",
        atMs: nowMs,
        event: { kind: "job-refused", data },
        set: { ...set, ...waitFor(context, { ...refusal, remedy }, { failures, nowMs }) },
      });
      // An earlier send that is only found out about by sending again may have been charged.
      const mayBeTaken = intent.unclear_sends > 0 && recoveryOf(context, job) === "replay";
      await db
        .updateTable("intent")
        .set({ state: mayBeTaken ? "unknown" : "refused", answer: JSON.stringify(data) })
        .where("ext_id", "=", job.ext_id)
        .execute();
      if (remedy === "stop" && !mayBeTaken) await release(db, job, { atMs: nowMs });
      await changePoolFor(db, context, { job, refusal: { ...refusal, remedy }, nowMs });
    });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
  const isFailure = given.remedy === "unreachable" || given.remedy === "later";
  if (isFailure && given.code !== GIVEN_UP) context.onError(new CreateFailed(given), job.id);
}

/** Code of a create that we gave up ourselves. */
export const GIVEN_UP = "KLINGKIT_ABORTED";

/** More than a run can leave behind at its end. */
const MOST_GIVEN_UP = 10;

/** What the service said last; undefined where it has not refused the create yet. */
async function lastRefusal(db: Db, jobId: string): Promise<object | undefined> {
  const rows = await db
    .selectFrom("event")
    .select("data_json")
    .where("job_id", "=", jobId)
    .where("kind", "=", "job-refused")
    .orderBy("seq", "desc")
    .limit(MOST_GIVEN_UP)
    .execute();
  for (const { data_json } of rows) {
    const { worker: _, ...data }: { readonly code?: string; readonly worker?: string } =
      JSON.parse(data_json);
    if (data.code !== GIVEN_UP) return data;
  }
  return undefined;
}

/** A refusal of something that may pass later. */
type PassingRefusal = Refusal & { readonly remedy: Exclude<Refusal["remedy"], "never"> };

const dataOf = ({ code, message, remedy, serviceCode, requestId }: Refusal) => ({
  code,
  message,
  remedy,
  ...(serviceCode === undefined ? {} : { serviceCode }),
  ...(requestId === undefined ? {} : { requestId }),
});

function waitFor(
  context: EngineContext,
  { remedy, retryAfterMs }: PassingRefusal,
  { failures, nowMs }: { failures: number; nowMs: number },
) {
  switch (remedy) {
    case "slot":
      return { waits_for: "slot" } as const;
    case "stop":
      return { waits_for: "pool" } as const;
    case "rate":
    case "unreachable":
    case "later":
      return { next_at: nowMs + backoffMs(context, failures, retryAfterMs) };
  }
}

async function changePoolFor(
  db: Db,
  context: EngineContext,
  { job, refusal, nowMs }: { job: JobRow; refusal: PassingRefusal; nowMs: number },
): Promise<void> {
  const { remedy, code, message } = refusal;
  switch (remedy) {
    case "slot":
      return noteLimit(db, job, { settings: context.slots, nowMs });
    case "rate":
    case "unreachable":
      await noteTrouble(db, context, { job, refusal: { ...refusal, remedy }, nowMs });
      return returnSlots(db, [job], nowMs);
    case "stop":
      await stopPool(db, job, { trouble: { why: "stop", code, message }, nowMs });
      return returnSlots(db, [job], nowMs);
    case "later":
      return returnSlots(db, [job], nowMs);
  }
}

/** The service has looked at the request itself. */
async function endTroubleOf(db: Db, job: JobRow, nowMs: number): Promise<void> {
  const pool = await findPool(db, job);
  if (pool) await endTrouble(db, pool, { nowMs, worker: job.lease_owner });
}
