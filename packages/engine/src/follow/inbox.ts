import { createHash } from "node:crypto";
import type { EngineContext } from "../context/engine-context.ts";
import { isAnyOf } from "../store/row-list.ts";
import type { Db } from "../store/schema.ts";

/** A callback, already parsed, and verified where a secret is set. It only ever causes a read. */
export interface Callback {
  readonly taskId: string;
  /** Our key, where the callback tells it: it finds jobs whose create was never answered. */
  readonly externalTaskId?: string;
  /** As the service spells it. */
  readonly status: string;
  /** False where the task is still on its way: nothing to fetch. A word that nobody knows is worth a read. */
  readonly tellsEnd: boolean;
  /** The service's own name of the event, the same when it is delivered again. Default: what the callback says names it. */
  readonly eventId?: string;
  readonly body: unknown;
}

/** Keeps a callback once, and makes the job due that it is about. False for a repetition. */
export async function receiveCallback(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  callback: Callback,
): Promise<boolean> {
  const { taskId, externalTaskId, status, body, tellsEnd, eventId } = callback;
  const nowMs = clock.nowMs();
  const body_json = JSON.stringify(body ?? null);
  const id = createHash("sha256")
    .update(eventId === undefined ? `${taskId}\n${status}\n${body_json}` : `${taskId}\n${eventId}`)
    .digest("hex");
  return store.write(async (db) => {
    const added = await db
      .insertInto("inbox")
      .values({ id, task_id: taskId, status, body_json, received_at: nowMs, tells_end: tellsEnd ? 1 : 0 })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!added) return false;
    // A job that is being read now sees the row when it records what it read.
    const wake = db.updateTable("job").set({ next_at: nowMs }).where("lease_owner", "is", null);
    if (tellsEnd) {
      await wake.where("task_id", "=", taskId).where("state", "=", "running").execute();
    }
    if (externalTaskId !== undefined) {
      await wake.where("ext_id", "=", externalTaskId).where("state", "=", "submitting").execute();
    }
    return true;
  });
}

/** True when a callback told since `sinceMs` that the task has ended. */
export async function wasToldOfEnd(db: Db, taskId: string, sinceMs = 0): Promise<boolean> {
  const row = await db
    .selectFrom("inbox")
    .select("id")
    .where("task_id", "=", taskId)
    .where("received_at", ">=", sinceMs)
    .where("tells_end", "=", 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those of the tasks that a callback told the end of, ever. */
export async function toldOfEnd(db: Db, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("inbox")
    .select("task_id")
    .where(isAnyOf(db, "task_id", taskIds))
    .where("tells_end", "=", 1)
    .execute();
  return new Set(rows.map(({ task_id }) => task_id));
}
