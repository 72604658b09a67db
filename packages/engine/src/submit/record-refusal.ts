import { backoffMs, type EngineContext } from "../engine/settings.ts";
import { release } from "../ledger/ledger.ts";
import type { Refusal } from "../provider/provider.ts";
import { blockPool, noteLimit, returnSlots, stopPool } from "../slots/return-slots.ts";
import { moveJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";

/** The service said clearly no: the units come back, and the job waits for what would let it pass, or ends. */
export async function recordRefusal(context: EngineContext, job: JobRow, refusal: Refusal): Promise<void> {
  const { code, message, remedy, serviceCode, requestId } = refusal;
  const nowMs = context.clock.nowMs();
  const data = {
    code,
    message,
    remedy,
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  try {
    await context.store.write(async (db) => {
      const isEnd = remedy === "never";
      const failures = job.failures + 1;
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
      await release(db, job, { atMs: nowMs });
      await changePoolFor(db, context, { job, refusal, nowMs });
    });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

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
  const { remedy, message, retryAfterMs } = refusal;
  if (remedy === "slot") return noteLimit(db, job, { settings: context.slots, nowMs });
  if (remedy === "rate") await blockPool(db, job, nowMs + backoffMs(context, job.failures, retryAfterMs));
  if (remedy === "stop") await stopPool(db, job, message);
  await returnSlots(db, job, nowMs);
}
