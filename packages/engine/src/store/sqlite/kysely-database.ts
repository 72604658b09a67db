import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

const MAX_STATEMENTS = 200;

/** Gives what SQLite threw the words of the store. */
export type Explain = (error: unknown) => unknown;

/**
 * Shows a `node:sqlite` database to Kysely's SQLite dialect. Statements are kept, so that the hot ones are parsed once.
 * What a statement throws goes through `explain`.
 */
export function toKyselyDatabase(
  database: DatabaseSync,
  explain: Explain = (error) => error,
): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known) return known;
      const made = explained(explain, () => wrap(database.prepare(sql), explain));
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      statements.set(sql, made);
      return made;
    },
  };
}

function wrap(statement: StatementSync, explain: Explain): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => explained(explain, () => statement.all(...parameters.map(toInput))),
    run: (parameters) => explained(explain, () => statement.run(...parameters.map(toInput))),
    // Only streams need it, which no store uses.
    iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
  };
}

function explained<Result>(explain: Explain, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw explain(error);
  }
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "bigint") {
    return value;
  }
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`a ${typeof value} cannot be stored`);
}
