import {
  type InsertObject,
  type InsertQueryBuilder,
  type InsertResult,
  type RawBuilder,
  type SqlBool,
  sql,
} from "kysely";
import { isPostgres } from "./is-postgres.ts";
import type { Db, Schema } from "./schema.ts";

/**
 * Rows of a table as one parameter for PostgreSQL: the text of a statement is the same for any number of rows, so that the server parses
 * it once, and columns have the types of the table.
 */
export const rowList = (table: keyof Schema, rows: readonly object[]): RawBuilder<unknown> =>
  sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows, storable)}::json)`;

/** Other text than this is no JSON to the server, and as a parameter of its own it would be changed the same way. */
const storable = (_name: string, value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("\0", "\uFFFD").toWellFormed() : value;

/** Whether a column has one of these texts; a list of any length is the same statement on PostgreSQL. */
export const isAnyOf = (db: Db, column: string, texts: readonly string[]): RawBuilder<SqlBool> =>
  isPostgres(db)
    ? sql`${sql.ref(column)} = any(${texts.map((text) => storable("", text))}::text[])`
    : sql`${sql.ref(column)} in (${sql.join(texts)})`;

/** Begins to insert rows, which all have the same columns. */
export function insertRows<Table extends keyof Schema & string>(
  db: Db,
  table: Table,
  rows: readonly InsertObject<Schema, Table>[],
): InsertQueryBuilder<Schema, Table, InsertResult> {
  const insert = db.insertInto(table);
  if (!isPostgres(db) || rows.length < 2) return insert.values(rows);
  const names = Object.keys(rows[0] ?? {});
  const columns = sql.join(names.map((name) => sql.id(name)));
  return insert
    .columns(names as (keyof Schema[Table] & string)[])
    .expression(sql`select ${columns} from ${rowList(table, rows)}`);
}
