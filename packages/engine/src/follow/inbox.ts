import { createHash } from "node:crypto";
import type { EngineContext } from "../engine/settings.ts";
import type { Db } from "../store/schema.ts";

/** A callback, already parsed, and verified where a secret is set. It only ever causes a read. */
export interface Callback {
  readonly taskId: string;
  /** Our key, where the callback tells it: it finds jobs whose create was never answered. */
  readonly externalTaskId?: string;
  readonly status: string;
  readonly body: unknown;
}

/** Keeps a callback once, and makes the job due that it is about. False for a repetition. */
export async function receiveCallback({ store, clock }: EngineContext, callback: Callback): Promise<boolean> {
  const { taskId, externalTaskId, status, body } = callback;
  const nowMs = clock.nowMs();
  const body_json = JSON.stringify(body ?? null);
  const id = createHash("sha256").update(`${taskId}\n${status}\n${body_json}`).digest("hex");
  return store.write(async (db) => {
    const added = await db
      .insertInto("inbox")
      .values({ id, task_id: taskId, status, body_json, received_at: nowMs })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!added) return false;
    const wake = db.updateTable("job").set({ next_at: nowMs }).where("lease_owner", "is", null);
    await wake.where("task_id", "=", taskId).where("state", "=", "running").execute();
    if (externalTaskId !== undefined) {
      await wake
        .where("ext_id", "=", externalTaskId)
        .where("state", "in", ["submitting", "running"])
        .execute();
    }
    return true;
  });
}

/** True when a callback about the task came before the answer that named the task. */
export async function hasCallback(db: Db, taskId: string): Promise<boolean> {
  const row = await db
    .selectFrom("inbox")
    .select("id")
    .where("task_id", "=", taskId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
