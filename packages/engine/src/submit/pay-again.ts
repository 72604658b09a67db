import type { EngineContext } from "../context/engine-context.ts";
import { soonEnough } from "../context/waits.ts";
import { addEvent } from "../events/add-event.ts";
import { hold, settle } from "../ledger/ledger.ts";
import { findExceeded } from "../ledger/limits.ts";
import { readUnchanged, updateJob } from "../store/jobs.ts";
import type { IntentRow, JobRow } from "../store/schema.ts";
import { isLost, StoreError } from "../store/store-error.ts";
import { sendOpened } from "./send.ts";
import { type Opened, writeIntents } from "./write-intents.ts";

/**
 * Sends a call without a key once more whose response was lost, where a policy allows to pay for it again. The first one may have
 * been charged and counts as such. False where a person has to decide: without such a policy, beyond its amount or a limit, or
 * after the second response was lost as well.
 */
export async function payAgain(context: EngineContext, job: JobRow, intent: IntentRow): Promise<boolean> {
  const units = allowedUnits(context, job, intent);
  if (units === undefined) return false;
  const nowMs = context.clock.nowMs();
  try {
    if (nowMs < intent.absent_from) {
      const next_at = soonEnough(intent.absent_from, nowMs);
      await context.store.write((db) => updateJob(db, job, { next_at, lease_owner: null }));
      return true;
    }
    const opened = await open(context, { job, intent, units });
    if (!opened) return false;
    await sendOpened(context, opened);
  } catch (error) {
    if (!isLost(error)) throw error;
  }
  return true;
}

/** What the call costs at most, where that may be paid again; undefined where not. */
function allowedUnits(
  { payAgain: limits }: EngineContext,
  { unit, estimate_units: units }: JobRow,
  { answer, unclear_sends }: IntentRow,
): number | undefined {
  // Without an answer its process died, and the call may have left.
  const lost = unclear_sends + (answer === null ? 1 : 0);
  const most = limits[unit];
  return units !== null && most !== undefined && units <= most && lost < 2 ? units : undefined;
}

interface Paying {
  readonly job: JobRow;
  readonly intent: IntentRow;
  readonly units: number;
}

function open(context: EngineContext, { job, intent, units }: Paying): Promise<Opened | undefined> {
  const { store, clock, limits } = context;
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const jobs = await readUnchanged(db, [job]);
    if (jobs.length === 0) throw new StoreError("job_lost", `job ${job.id} was changed by another process`);
    if (await findExceeded(db, limits, { ...job, units, nowMs: atMs })) return undefined;
    await settle(db, job, { atMs, units });
    await hold(db, job, { atMs, attempt: intent.sends + 1 });
    const worker = job.lease_owner;
    await addEvent(db, { atMs, jobId: job.id, kind: "job-pays-again", worker, data: { units } });
    const [opened] = await writeIntents(db, context, { jobs, nowMs: atMs });
    return opened;
  });
}
