import { createHash } from "node:crypto";
import type { EngineContext } from "../engine/settings.ts";

/** A callback, already parsed, and verified where a secret is set. It only ever causes a read. */
export interface Callback {
  readonly taskId: string;
  readonly status: string;
  readonly body: unknown;
}

/** Keeps a callback once, and makes the job due that it is about. False for a repetition. */
export async function receiveCallback({ store, clock }: EngineContext, callback: Callback): Promise<boolean> {
  const { taskId, status, body } = callback;
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
    await db
      .updateTable("job")
      .set({ next_at: nowMs })
      .where("task_id", "=", taskId)
      .where("state", "=", "running")
      .where("lease_owner", "is", null)
      .execute();
    return true;
  });
}
