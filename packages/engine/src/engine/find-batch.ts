import type { Plan } from "../plan/plan.ts";
import type { Db } from "../store/schema.ts";

export interface FoundBatch {
  readonly batchId: string;
  /** In the order of the plan. */
  readonly jobIds: readonly string[];
}

/** The newest batch of an account that was made from the same plan: the same names and payloads, in the same order. */
export async function findBatch(db: Db, plan: Plan, account: string): Promise<FoundBatch | undefined> {
  const [first] = plan.jobs;
  if (!first) return undefined;
  const candidates = await db
    .selectFrom("job")
    .select("batch_id")
    .where("purpose", "=", plan.purpose)
    .where("account", "=", account)
    .where("plan_hash", "=", first.hash)
    .where("name", "=", first.name)
    .where("retry_of", "is", null)
    .orderBy("id", "desc")
    .execute();
  const wanted = plan.jobs.map(({ name, hash }) => ({ name, hash }));
  for (const { batch_id: batchId } of candidates) {
    const rows = await db
      .selectFrom("job")
      .select(["id", "name", "plan_hash"])
      .where("batch_id", "=", batchId)
      .execute();
    const jobIds = pairUp(wanted, rows);
    if (jobIds) return { batchId, jobIds };
  }
  return undefined;
}

interface MadeJob {
  readonly id: string;
  readonly name: string;
  readonly plan_hash: string;
}

/** Ids in the order of the plan; undefined when the two differ in any job. */
function pairUp(
  wanted: readonly { readonly name: string; readonly hash: string }[],
  made: readonly MadeJob[],
): readonly string[] | undefined {
  if (wanted.length !== made.length) return undefined;
  const free = new Map<string, string[]>();
  for (const { id, name, plan_hash } of made) {
    const key = `${plan_hash} ${name}`;
    free.set(key, [...(free.get(key) ?? []), id]);
  }
  const ids = wanted.flatMap(({ name, hash }) => free.get(`${hash} ${name}`)?.shift() ?? []);
  return ids.length === wanted.length ? ids : undefined;
}
