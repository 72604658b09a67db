import type { EventFacts } from "../events/event-data.ts";
import { correctCharge, release, settle } from "../ledger/ledger.ts";
import type { TaskView } from "../provider/provider.ts";
import { returnSlots } from "../slots/return-slots.ts";
import { jobLost } from "../store/jobs.ts";
import type { Db, JobChange, JobRow } from "../store/schema.ts";
import { cancelTogether } from "./cancel-children.ts";
import { changeEach } from "./move-job.ts";
import { offerResults, waitingChildren } from "./offer-results.ts";
import type { EndState } from "./transitions.ts";

/** How a purchase ended, and everything that is written with it. */
export interface JobEnd {
  readonly to: EndState;
  readonly atMs: number;
  readonly event: EventFacts;
  readonly set?: Omit<JobChange, "id" | "state" | "version" | "updated_at">;
  /** What the service charged; for `succeeded`, `failed` and `expired`. Default: what was booked before stays. */
  readonly chargedUnits?: number;
  /** Kept with the intent: the response that decided. */
  readonly answer?: string;
  /** The task as it was read, for the jobs that take results of it. */
  readonly task?: TaskView;
}

/** A job and how its purchase ended. */
export interface EndedJob {
  readonly job: JobRow;
  readonly end: JobEnd;
}

/** The same as `endJobs` for one. Throws StoreError like `moveJob`. */
export async function endJob(
  db: Db,
  job: JobRow,
  end: JobEnd,
  alongside?: () => Promise<void>,
): Promise<void> {
  const ended = await endJobs(db, [{ job, end }], alongside);
  if (ended.length === 0) throw jobLost(job);
}

/**
 * The only place where purchases end: state and event, intent, units and slots change in the caller's transaction,
 * all or none. In `unknown` the units stay held, because something may have been bought. Returns the jobs that ended: of those that
 * somebody else has changed since they were read, nothing is written. `alongside` writes what else belongs to the ends, before
 * others get their slots.
 */
export async function endJobs(
  db: Db,
  ends: readonly EndedJob[],
  alongside?: (jobs: readonly JobRow[]) => Promise<void>,
): Promise<readonly JobRow[]> {
  const moved = await changeEach(
    db,
    ends.map(({ job, end }) => ({ job, move: end })),
  );
  const ended = ends.filter((_, at) => moved[at]);
  for (const { job, end } of ended) {
    if (end.to === "rejected" || end.to === "unknown") await closeIntent(db, job, end);
    await writeCharge(db, job, end);
  }
  if (ended.length === 0) return [];
  const jobs = ended.map(({ job }) => job);
  await alongside?.(jobs);
  // Before a create was sent, and after its task has ended, a job holds none.
  const holders = jobs.filter(({ state }) => state === "submitting" || state === "running");
  await returnSlots(db, holders, Math.max(...ended.map(({ end }) => end.atMs)));
  for (const { job, end } of ended) if (job.is_needed === 1) await tellChildren(db, job, end);
  return jobs;
}

/** Jobs that take results of this one become due; where it ended badly, those that still wait end with it, and nothing is bought. */
export async function tellChildren(
  db: Db,
  { id, name }: Pick<JobRow, "id" | "name">,
  { to, atMs, task }: Pick<JobEnd, "to" | "atMs" | "task">,
): Promise<void> {
  // Whether a job in `unknown` has a task is still to be found out.
  if (to === "unknown") return;
  if (to === "succeeded") return offerResults(db, id, { atMs, task, isCollected: false });
  const message = `It takes a result of ${name}, which ended ${to}. Nothing was sent. See \`kling jobs show ${id}\`.`;
  const children = await waitingChildren(db, id);
  for (const child of await cancelTogether(db, children, { parentId: id, message, atMs })) {
    await endJob(db, child, {
      to: "canceled",
      atMs,
      event: { kind: "job-canceled", data: { parentId: id } },
      set: { error_json: JSON.stringify({ code: "parent_failed", message }) },
    });
  }
}

async function closeIntent(db: Db, { ext_id }: JobRow, { to, answer }: JobEnd): Promise<void> {
  const state = to === "unknown" ? "unknown" : "refused";
  await db
    .updateTable("intent")
    .set({ state, ...(answer === undefined ? {} : { answer }) })
    .where("ext_id", "=", ext_id)
    .execute();
}

async function writeCharge(db: Db, job: JobRow, { to, atMs, chargedUnits }: JobEnd): Promise<void> {
  if (to === "rejected" || to === "canceled") return release(db, job, { atMs });
  if (chargedUnits === undefined) return;
  const charge = { atMs, units: chargedUnits };
  // A task that succeeded was booked already: entries stand for ever, so the difference is booked.
  return job.state === "succeeded" ? correctCharge(db, job, charge) : settle(db, job, charge);
}
