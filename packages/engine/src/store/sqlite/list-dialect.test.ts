import { createHook } from "node:async_hooks";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { expect, it } from "vitest";
import { toKyselyDatabase } from "./kysely-database.ts";
import { ListSqliteDialect } from "./list-dialect.ts";

const open = () =>
  new Kysely<object>({
    dialect: new ListSqliteDialect({ database: toKyselyDatabase(new DatabaseSync(":memory:")) }),
  });

/** How many promises a query takes where so many are asked at once. */
async function promisesPerQuery(db: Kysely<object>, count: number): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init(_, type) {
      if (type === "PROMISE") promises += 1;
    },
  }).enable();
  await Promise.all(Array.from({ length: count }, () => sql`select 1`.execute(db)));
  hook.disable();
  return promises / count;
}

it("wakes no query for each other one that is asked at the same time", async () => {
  await using db = open();
  await promisesPerQuery(db, 1);
  const few = await promisesPerQuery(db, 2);
  expect(await promisesPerQuery(db, 200)).toBeLessThan(2 * few);
});
