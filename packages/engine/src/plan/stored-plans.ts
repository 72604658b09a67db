import type { Db } from "../store/schema.ts";
import { canonicalJson } from "./canonical.ts";
import type { Plan } from "./plan.ts";
import { readPlan } from "./saved-plan.ts";

/** For how long a plan is kept after it was asked for last, and a question after its time; jobs and approvals are kept for good. @source INF */
export const KEPT_MS = 30 * 86_400_000;

/** Keeps a plan under its hash; once more is the same as once. Forgets those that are old, and that no approval is left for. */
export async function storePlan(db: Db, plan: Plan, nowMs: number): Promise<void> {
  await db
    .insertInto("plan")
    .values({ hash: plan.hash, plan_json: canonicalJson(plan), created_at: nowMs })
    .onConflict((conflict) => conflict.column("hash").doUpdateSet({ created_at: nowMs }))
    .execute();
  await db
    .deleteFrom("plan")
    .where("created_at", "<", nowMs - KEPT_MS)
    .where("hash", "not in", (select) =>
      select
        .selectFrom("approval")
        .select("plan_hash")
        .where("used_at", "is", null)
        .where("expires_at", ">", nowMs),
    )
    .execute();
}

/** Undefined where no plan was kept under the hash. Throws PlanError for one that was altered. */
export async function findStoredPlan(db: Db, hash: string): Promise<Plan | undefined> {
  const row = await db.selectFrom("plan").select("plan_json").where("hash", "=", hash).executeTakeFirst();
  return row && readPlan(row.plan_json, hash);
}
