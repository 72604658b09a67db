import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { expect, it } from "vitest";
import { migrate } from "./migrations/migrate.ts";
import { prepareQuery } from "./prepare-query.ts";
import type { Schema } from "./schema.ts";
import { toKyselyDatabase } from "./sqlite/kysely-database.ts";

async function openDb() {
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: toKyselyDatabase(new DatabaseSync(":memory:")) }),
  });
  await migrate(db, "sqlite");
  await db
    .insertInto("store_meta")
    .values(["a", "b", "c"].map((key) => ({ key, value: key.toUpperCase() })))
    .execute();
  return db;
}

it("builds its statement once for each shape and each set of values, and gives it other values each time", async () => {
  await using db = await openDb();
  let built = 0;
  const read = prepareQuery(
    (
      reader,
      { key, least }: { key?: string; least?: string | undefined },
      { isLast }: { isLast: boolean },
    ) => {
      built += 1;
      return reader
        .selectFrom("store_meta")
        .select("value")
        .where("key", "!=", "version")
        .$if(key !== undefined, (rows) => rows.where("key", "=", key ?? ""))
        .$if(least !== undefined, (rows) => rows.where("key", ">=", least ?? ""))
        .orderBy("key", isLast ? "desc" : "asc")
        .limit(1);
    },
  );
  const first = { isLast: false };
  expect(await read(db, { key: "a" }, first)).toEqual([{ value: "A" }]);
  expect(await read(db, { key: "c" }, first)).toEqual([{ value: "C" }]);
  expect(await read(db, { key: "b", least: undefined }, first)).toEqual([{ value: "B" }]);
  expect(built).toBe(1);
  expect(await read(db, { least: "b" }, first)).toEqual([{ value: "B" }]);
  expect(await read(db, { least: "b" }, { isLast: true })).toEqual([{ value: "C" }]);
  expect(built).toBe(3);
});

it("writes null where a value is null", async () => {
  await using db = await openDb();
  const insert = prepareQuery((writer, row: { job_id: string | null; at: number }) =>
    writer
      .insertInto("event")
      .values({ ...row, kind: "job-planned", from_state: null, to_state: null, data_json: "{}" })
      .returning("job_id"),
  );
  expect(await insert(db, { job_id: "j", at: 1 }, {})).toEqual([{ job_id: "j" }]);
  expect(await insert(db, { job_id: null, at: 2 }, {})).toEqual([{ job_id: null }]);
});
