import { randomBytes } from "node:crypto";
import { openPostgresStore } from "@klingkit/engine";
import { sql } from "kysely";

/** Made once in each process and server. */
const templates = new Map<string, Promise<StoreTemplate>>();

interface StoreTemplate {
  readonly schema: string;
  readonly tables: readonly string[];
}

/**
 * Statements that make a store in a schema that is not there yet, as all migrations leave it, in a third of their time.
 * For tests that are about something else. The indexes are the same under other names.
 */
export async function copyStatements(postgresUrl: string, schema: string): Promise<string> {
  const making = templates.get(postgresUrl) ?? makeTemplate(postgresUrl);
  templates.set(postgresUrl, making);
  const { schema: from, tables } = await making;
  return [
    `create schema ${schema}`,
    ...tables.map((table) => `create table ${schema}.${table} (like ${from}.${table} including all)`),
    `insert into ${schema}.store_meta select * from ${from}.store_meta`,
  ].join("; ");
}

async function makeTemplate(postgresUrl: string): Promise<StoreTemplate> {
  const schema = `template_${randomBytes(6).toString("hex")}`;
  const store = await openPostgresStore(`${postgresUrl}&schema=${schema}`);
  try {
    const { rows } = await sql<{ tablename: string }>`
      select tablename from pg_tables where schemaname = ${schema}`.execute(store.reader);
    return { schema, tables: rows.map(({ tablename }) => tablename) };
  } finally {
    await store.close();
  }
}
