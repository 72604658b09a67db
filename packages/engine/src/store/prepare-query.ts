import type { Compilable, CompiledQuery } from "kysely";
import { isPostgres } from "./is-postgres.ts";
import type { Db } from "./schema.ts";

type Value = string | number | null | undefined;

/** Stands for a value while the statement is built. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is asked so often that building its statement would cost more than running it. The statement is built once for each
 * database, each `shape`, and each set of values that are given; then only the values change. `build` may compare columns with
 * `values`, and branch on `shape` and on which of the values are undefined, but on nothing else.
 */
export function prepareQuery<Values extends object, Shape extends object, Row>(
  build: (db: Db, values: Values, shape: Shape) => Compilable<Row>,
): (db: Db, values: Values, shape: Shape) => Promise<readonly Row[]> {
  const statements = new Map<string, CompiledQuery<Row>>();
  return async (db, values, shape) => {
    const given = new Map<string, Value>(Object.entries(values).filter(([, value]) => value !== undefined));
    const kind = isPostgres(db) ? "postgres" : "sqlite";
    const key = JSON.stringify([kind, [...given.keys()], shape]);
    let statement = statements.get(key);
    if (statement === undefined) {
      const placeholders = Object.fromEntries([...given.keys()].map((name) => [name, new Placeholder(name)]));
      // Kysely makes a parameter of whatever it is given, and passes it on as it is.
      statement = build(db, placeholders as Values, shape).compile();
      statements.set(key, statement);
    }
    const parameters = statement.parameters.map((value) =>
      value instanceof Placeholder ? given.get(value.name) : value,
    );
    return (await db.executeQuery<Row>({ ...statement, parameters })).rows;
  };
}
