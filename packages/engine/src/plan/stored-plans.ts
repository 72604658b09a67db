import type { Db } from "../store/schema.ts";
import { canonicalJson } from "./canonical.ts";
import type { Plan } from "./plan.ts";
import { readPlan } from "./saved-plan.ts";

/** Keeps a plan under its hash; once more is the same as once. */
export async function storePlan(db: Db, plan: Plan, nowMs: number): Promise<void> {
  await db
    .insertInto("plan")
    .values({ hash: plan.hash, plan_json: canonicalJson(plan), created_at: nowMs })
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}

/** Undefined where no plan was kept under the hash. Throws PlanError for one that was altered. */
export async function findStoredPlan(db: Db, hash: string): Promise<Plan | undefined> {
  const row = await db.selectFrom("plan").select("plan_json").where("hash", "=", hash).executeTakeFirst();
  return row && readPlan(row.plan_json, hash);
}
