import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/**
 * Jobs learn which purchase of their request they are, so that keys can be derived from it, and intents whether an answer was ever
 * unclear and when their key is looked up once more. A retry has the numbers of the job that it replaces.
 */
export async function numberPurchases(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
  const retries = await db
    .selectFrom("job")
    .select(["id", "retry_of"])
    .where("retry_of", "is not", null)
    // A retry is younger than what it replaces, which may be a retry itself.
    .orderBy("id")
    .execute();
  for (const { id, retry_of } of retries) {
    const replaced = await db
      .selectFrom("job")
      .select(["ordinal", "round"])
      .where("id", "=", retry_of ?? "")
      .executeTakeFirst();
    if (replaced) await db.updateTable("job").set(replaced).where("id", "=", id).execute();
  }
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`alter table job add column ordinal integer not null default 0`,
  sql`alter table job add column round integer not null default 0`,
  sql`update job set ordinal = numbered.ordinal, round = numbered.round from (
    select id,
      row_number() over (partition by batch_id, plan_hash order by id) - 1 as ordinal,
      dense_rank() over (partition by account, purpose, plan_hash order by batch_id) - 1 as round
    from job where retry_of is null) as numbered
    where numbered.id = job.id`,
  sql`drop index job_purpose`,
  sql`create index job_request on job (purpose, account, plan_hash)`,
  sql`alter table intent add column unclear_sends integer not null default 0`,
  sql`alter table intent add column look_at bigint`,
  sql`create index intent_look on intent (look_at) where look_at is not null`,
];
