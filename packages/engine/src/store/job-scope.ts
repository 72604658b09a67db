import { type RawBuilder, type SqlBool, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";
import type { Db } from "./schema.ts";

/**
 * Some jobs: those of whole batches, but for some. Both lists are JSON, because a prepared statement takes each as one parameter. What
 * is left out is listed, and not what is meant: of ten thousand jobs it is nearly always none.
 */
export interface JobScope {
  /** Default: the jobs of all batches. */
  readonly batchIds?: string | undefined;
  readonly exceptIds?: string | undefined;
}

/** As a condition of a statement about jobs. */
export function inScope(db: Db, { batchIds, exceptIds }: JobScope): RawBuilder<SqlBool> {
  if (batchIds === undefined) return sql`1 = 1`;
  const [batches, others] = isPostgres(db)
    ? [
        sql`job.batch_id = any(array(select json_array_elements_text(${batchIds}::json)))`,
        sql`job.id not in (select json_array_elements_text(${exceptIds}::json))`,
      ]
    : [
        sql`job.batch_id in (select value from json_each(${batchIds}))`,
        sql`job.id not in (select value from json_each(${exceptIds}))`,
      ];
  return exceptIds === undefined ? sql`${batches}` : sql`(${batches} and ${others})`;
}
