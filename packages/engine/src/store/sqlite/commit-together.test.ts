import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { expect, it } from "vitest";
import { createGroupCommit } from "../group-commit.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Db, Schema } from "../schema.ts";
import { commitTogether } from "./commit-together.ts";
import { toKyselyDatabase } from "./kysely-database.ts";

/** What SQLite says when a disk does not answer: an input/output error with its detail in the upper bits. */
const IO_ERROR = Object.assign(new Error("disk I/O error"), { errcode: 10 | (4 << 8) });

const put = (key: string) => (db: Db) => db.insertInto("store_meta").values({ key, value: "x" }).execute();

it("goes on after a commit and its rollback have both failed", async () => {
  const database = new DatabaseSync(":memory:");
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) });
  const failing = new Set<string>();
  const exec = database.exec.bind(database);
  database.exec = (statement) => {
    if (failing.delete(statement)) throw IO_ERROR;
    exec(statement);
  };
  const group = createGroupCommit((batch) => commitTogether(database, db, batch));
  await group.write((writer) => migrate(writer, "sqlite"));
  failing.add("COMMIT").add("ROLLBACK");
  await expect(group.write(put("lost"))).rejects.toMatchObject({ code: "store_write_failed" });
  await group.write(put("kept"));
  const rows = await db.selectFrom("store_meta").select("key").execute();
  expect(rows.map(({ key }) => key).toSorted()).toEqual(["kept", "version"]);
  await group.close();
  database.close();
});
