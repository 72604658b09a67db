import type { EventFacts } from "../events/event-data.ts";
import { correctCharge, release, settle } from "../ledger/ledger.ts";
import type { TaskView } from "../provider/provider.ts";
import { returnSlots } from "../slots/return-slots.ts";
import type { Db, JobChange, JobRow } from "../store/schema.ts";
import { cancelTogether } from "./cancel-children.ts";
import { changeState } from "./move-job.ts";
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
  /** Writes what else belongs to the end, before others get its slots. */
  readonly alongside?: (db: Db) => Promise<void>;
}

/**
 * The only place where a purchase ends: state and event, intent, units and slots change in the caller's transaction,
 * all or none. In `unknown` the units stay held, because something may have been bought.
 * Throws StoreError like `moveJob`.
 */
export async function endJob(db: Db, job: JobRow, end: JobEnd): Promise<void> {
  const { to, atMs } = end;
  await changeState(db, job, end);
  if (to === "rejected" || to === "unknown") await closeIntent(db, job, end);
  await writeCharge(db, job, end);
  await end.alongside?.(db);
  // Before a create was sent, and after its task has ended, a job holds none.
  if (job.state === "submitting" || job.state === "running") await returnSlots(db, job, atMs);
  if (job.is_needed === 1) await tellChildren(db, job, end);
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
