import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { release } from "../ledger/ledger.ts";
import type { Refusal } from "../provider/provider.ts";
import { findPool } from "../slots/pool-row.ts";
import { endTrouble, noteTrouble, stopPool } from "../slots/pool-trouble.ts";
import { noteLimit, returnSlots } from "../slots/return-slots.ts";
import { moveJob } from "../state/move-job.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import type { Opened } from "./open-intents.ts";

/**
 * The create was clearly not taken: the job waits for what would let it pass, or ends. While it waits for the service it keeps
 * its units, so that sending it again writes nothing to the ledger; they come back when it waits for a person, or ends.
 */
export async function recordRefusal(
  context: EngineContext,
  { job, intent }: Opened,
  refusal: Refusal,
): Promise<void> {
  const { remedy } = refusal;
  const nowMs = context.clock.nowMs();
  const data = dataOf(refusal);
  try {
    await context.store.write(async (db) => {
      const isEnd = remedy === "never";
      // Counted by the key, because it is sent again and again.
      const failures = intent.sends;
      await moveJob(db, job, {
        to: isEnd ? "rejected" : "approved",
        atMs: nowMs,
        event: { kind: isEnd ? "job-rejected" : "job-refused", data },
        set: {
          failures,
          error_json: JSON.stringify(data),
          ...waitFor(context, refusal, { failures, nowMs }),
        },
      });
      await db
        .updateTable("intent")
        .set({ state: "refused", answer: JSON.stringify(data) })
        .where("ext_id", "=", job.ext_id)
        .execute();
      if (isEnd || remedy === "stop") await release(db, job, { atMs: nowMs });
      await changePoolFor(db, context, { job, refusal, nowMs });
    });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

const dataOf = ({ code, message, remedy, serviceCode, requestId }: Refusal) => ({
  code,
  message,
  remedy,
  ...(serviceCode === undefined ? {} : { serviceCode }),
  ...(requestId === undefined ? {} : { requestId }),
});

function waitFor(
  context: EngineContext,
  { remedy, retryAfterMs }: Refusal,
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
    case "never":
      return {};
  }
}

async function changePoolFor(
  db: Db,
  context: EngineContext,
  { job, refusal, nowMs }: { job: JobRow; refusal: Refusal; nowMs: number },
): Promise<void> {
  const { remedy, code, message } = refusal;
  switch (remedy) {
    case "slot":
      return noteLimit(db, job, { settings: context.slots, nowMs });
    case "rate":
    case "unreachable":
      await noteTrouble(db, context, { job, refusal: { ...refusal, remedy }, nowMs });
      return returnSlots(db, job, nowMs);
    case "stop":
      await stopPool(db, job, { trouble: { why: "stop", code, message }, nowMs });
      return returnSlots(db, job, nowMs);
    case "never":
      if (refusal.serviceCode !== undefined) await endTroubleOf(db, job, nowMs);
      return returnSlots(db, job, nowMs);
    case "later":
      return returnSlots(db, job, nowMs);
  }
}

/** The service has looked at the request itself. */
async function endTroubleOf(db: Db, job: JobRow, nowMs: number): Promise<void> {
  const pool = await findPool(db, job);
  if (pool) await endTrouble(db, pool, { nowMs, worker: job.lease_owner });
}
