import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { createGroupCommit } from "../group-commit.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Schema } from "../schema.ts";
import type { Store } from "../store.ts";
import { commitTogether } from "./commit-together.ts";
import { toKyselyDatabase } from "./kysely-database.ts";
import { ListSqliteDialect } from "./list-dialect.ts";

/** A store in memory, for what only reads where no store exists yet: it shows what a new one would, and makes no file. */
export async function openEmptyStore(): Promise<Store> {
  const database = new DatabaseSync(":memory:");
  const db = new Kysely<Schema>({ dialect: new ListSqliteDialect({ database: toKyselyDatabase(database) }) });
  const group = createGroupCommit((batch) => commitTogether(database, db, batch));
  await group.write((writer) => migrate(writer, "sqlite"));
  return {
    kind: "sqlite",
    reader: db,
    write: group.write,
    async close() {
      await group.close();
      database.close();
    },
  };
}
