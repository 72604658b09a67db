import { PostgresAdapter } from "kysely";
import type { Db } from "./schema.ts";

/** Whether statements are written for PostgreSQL, and not for SQLite. */
export const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter;
