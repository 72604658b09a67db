import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import { findExceeded, renewsAtMs } from "../ledger/limits.ts";
import { openSlotAllocator, type SlotAllocator } from "../slots/slot-allocator.ts";
import { wakeWaiting } from "../slots/wake-waiting.ts";
import { readUnchanged, updateJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { type Opened, writeIntents } from "./write-intents.ts";

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
  const allocators = new Map<string, SlotAllocator>();
  const isLimited = Object.values(context.limits).some((limit) => limit !== undefined);
  const admitted: JobRow[] = [];
  const opened: Opened[] = [];
  for (const job of await readUnchanged(db, jobs)) {
    if (!(await admit(db, context, { job, allocators, nowMs }))) continue;
    // What is reserved for one job counts against the limits of the next.
    if (isLimited) opened.push(...(await writeIntents(db, context, { jobs: [job], nowMs })));
    else admitted.push(job);
  }
  for (const allocator of allocators.values()) await allocator.close();
  return [...opened, ...(await writeIntents(db, context, { jobs: admitted, nowMs }))];
}

interface Opening {
  readonly job: JobRow;
  readonly allocators: Map<string, SlotAllocator>;
  readonly nowMs: number;
}

/** Takes a job's slots; false where it waits instead. */
async function admit(db: Db, context: EngineContext, { job, allocators, nowMs }: Opening): Promise<boolean> {
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
    return false;
  }
  const allocator =
    allocators.get(job.pool) ?? (await openSlotAllocator(db, job, { settings: context.slots, nowMs }));
  allocators.set(job.pool, allocator);
  const answer = await allocator.take(job);
  switch (answer.kind) {
    case "stopped":
      await wait(db, job, {
        waits_for: "pool",
        next_at: null,
        error_json: JSON.stringify({ code: answer.code, message: answer.reason }),
      });
      return false;
    case "wait":
      await wait(db, job, { waits_for: "slot", next_at: null });
      return false;
    case "taken":
      // Whoever was held up behind this job may go on where there is room left.
      if (job.weight > 1) await wakeWaiting(db, { ...job, limit: answer.roomLeft, nowMs });
      return true;
  }
}

async function wait(
  db: Db,
  job: JobRow,
  change: { waits_for: JobRow["waits_for"]; next_at: number | null; error_json?: string },
): Promise<void> {
  await updateJob(db, job, { ...change, lease_owner: null });
}
