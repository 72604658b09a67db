import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema.ts";

/** Plans that a program proposes are kept, and so are questions to a person about them; approvals record who relayed the answer. */
export async function askBeforeBuying(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements: readonly RawBuilder<unknown>[] = [
  sql`create table plan (hash text primary key, plan_json text not null, created_at bigint not null)`,
  sql`create table question (
    nonce text primary key, plan_hash text not null, arguments_hash text not null, totals_json text not null,
    rung text not null, caller text not null, client text not null, asked_at bigint not null,
    expires_at bigint not null, answer text, answered_at bigint, approval_id text)`,
  sql`create index question_of_plan on question (plan_hash, caller)`,
  sql`alter table approval add column rung text`,
  sql`alter table approval add column client text`,
];
