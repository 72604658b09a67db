import { createHash } from "node:crypto";
import { canonicalStatus, type TaskStatus } from "@klingkit/spec";
import type { EngineContext } from "../context/engine-context.ts";
import type { Db } from "../store/schema.ts";

/** A callback, already parsed, and verified where a secret is set. It only ever causes a read. */
export interface Callback {
  readonly taskId: string;
  /** Our key, where the callback tells it: it finds jobs whose create was never answered. */
  readonly externalTaskId?: string;
  /** As either family spells it. */
  readonly status: string;
  readonly body: unknown;
}

/** A task on its way: nothing to fetch. Every other word, one that nobody knows among them, is worth a read. */
const UNDER_WAY: readonly TaskStatus[] = ["submitted", "processing"];
const tellsEnd = (status: string): boolean => !UNDER_WAY.includes(canonicalStatus(status));

/** Keeps a callback once, and makes the job due that it is about. False for a repetition. */
export async function receiveCallback(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  callback: Callback,
): Promise<boolean> {
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
    // A job that is being read now sees the row when it records what it read.
    const wake = db.updateTable("job").set({ next_at: nowMs }).where("lease_owner", "is", null);
    if (tellsEnd(status)) {
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
  const rows = await db
    .selectFrom("inbox")
    .select("status")
    .where("task_id", "=", taskId)
    .where("received_at", ">=", sinceMs)
    .execute();
  return rows.some(({ status }) => tellsEnd(status));
}
