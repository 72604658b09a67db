import type { PlanRefusal } from "../approve/judge-plan.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { countOf } from "../plan/count-of.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import type { AccountKey, Buyer } from "../store/account-key.ts";
import { readAccountNames } from "../store/earlier-accounts.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { deriveKey } from "./derive-key.ts";

export interface KeyedPlan {
  /** The caller's idempotency key. */
  readonly key: string;
  /** Who pays for a job of the plan. */
  readonly accountFor: (job: PlannedJob) => Buyer;
}

/** What an earlier call with the same key has made. */
export type Keyed =
  | { readonly kind: "none" }
  /** Ids in the order of the plan; of a job that was retried, the last retry. */
  | { readonly kind: "made"; readonly batchId: string; readonly jobIds: readonly string[] }
  /** The key belongs to other requests. */
  | ({ readonly kind: "reused" } & Pick<PlanRefusal, "reasons" | "remedy">);

/** External ids of a plan's jobs, made from the caller's key alone: a second call with it can never buy. */
export const keysOf = ({ jobs }: Plan, { key, accountFor }: KeyedPlan): readonly string[] =>
  jobs.map((job, place) => deriveKey({ account: accountFor(job).account, key, place }));

type Row = Pick<JobRow, "id" | "batch_id" | "ext_id" | "plan_hash">;

/** Looks up what the store has under a caller's key. An account that was named since has it under the name of a key. */
export async function findKeyed(db: Db, plan: Plan, { key, accountFor }: KeyedPlan): Promise<Keyed> {
  const [first] = plan.jobs;
  if (!first) return { kind: "none" };
  const namesOf = await readAccountNames(db);
  /** What a job at this place may have been bought under. */
  const externalIdsOf = (job: PlannedJob, place: number) =>
    namesOf(accountFor(job)).map((account) => deriveKey({ account, key, place }));
  const wanted = plan.jobs.map(externalIdsOf);
  // One place more: a longer call with the same key is another call.
  const beyond = externalIdsOf(first, wanted.length);
  const rows: readonly Row[] = await db
    .selectFrom("job")
    .select(["id", "batch_id", "ext_id", "plan_hash"])
    .where("ext_id", "in", [...wanted.flat(), ...beyond])
    .execute();
  if (rows.length === 0) return { kind: "none" };
  const found = wanted.map((ids) => rows.find(({ ext_id }) => ids.includes(ext_id)));
  const made = plan.jobs.flatMap(({ hash }, at) => (found[at]?.plan_hash === hash ? found[at] : []));
  const isLonger = rows.some(({ ext_id }) => beyond.includes(ext_id));
  if (made.length < wanted.length || isLonger) return reused(key, await jobsBeside(db, rows));
  const jobIds: string[] = [];
  for (const { id } of made) jobIds.push(await newestRetry(db, id));
  return { kind: "made", batchId: made[0]?.batch_id ?? "", jobIds };
}

/** Ids of the jobs that a call with this key has made, in its order; empty for a key that the store does not know. */
export async function findJobsOfKey(
  db: Db,
  { key, accounts }: { readonly key: string; readonly accounts: readonly AccountKey[] },
): Promise<readonly string[]> {
  const firsts = accounts.map(({ account }) => deriveKey({ account, key, place: 0 }));
  const first = await db
    .selectFrom("job")
    .select(["batch_id"])
    .where("ext_id", "in", firsts)
    .executeTakeFirst();
  if (!first) return [];
  const rows = await db
    .selectFrom("job")
    .select("id")
    .where("batch_id", "=", first.batch_id)
    .orderBy("id")
    .execute();
  const ids: string[] = [];
  for (const { id } of rows) ids.push(await newestRetry(db, id));
  return ids;
}

/** All that the same call made, in its order: one that asks for fewer has looked for fewer. */
async function jobsBeside(db: Db, rows: readonly Row[]): Promise<readonly string[]> {
  const batches = [...new Set(rows.map(({ batch_id }) => batch_id))];
  const all = await db
    .selectFrom("job")
    .select("id")
    .where("batch_id", "in", batches)
    .where("retry_of", "is", null)
    .orderBy("id")
    .execute();
  return all.map(({ id }) => id);
}

function reused(key: string, ids: readonly string[]): Keyed {
  const whose = `${countOf(ids.length, "job")} of another request (${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ", …" : ""})`;
  return {
    kind: "reused",
    reasons: [`the key ${JSON.stringify(key)} belongs to ${whose}`],
    remedy: "send the same request again to get its videos, or take another key for another request",
  };
}
