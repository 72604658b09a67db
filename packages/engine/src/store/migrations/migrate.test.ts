import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createTempDir } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { getJob } from "../jobs.ts";
import { openSqliteStore } from "../sqlite/open-sqlite-store.ts";
import { createTables } from "./0001-create-tables.ts";
import { migrate } from "./migrate.ts";

/** A store as the first release wrote it: kept as text, never regenerated. */
const VERSION_1 = readFileSync(new URL("./testing/store-version-1.sql", import.meta.url), "utf8");

it("opens a store of the first release with everything in it", async () => {
  await using folder = await createTempDir();
  const old = new DatabaseSync(folder.file("jobs.sqlite"));
  old.exec(VERSION_1);
  old.close();
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  expect(await getJob(store.reader, "jold000001")).toMatchObject({
    state: "running",
    task_id: "77",
    version: 4,
  });
  expect(await store.reader.selectFrom("ledger").selectAll().execute()).toMatchObject([
    { entry: "reserve", units: 1.5 },
  ]);
  await store.close();
});

it("runs only the steps that a store lacks, once", async () => {
  await using folder = await createTempDir();
  const steps: number[] = [];
  const migrations = [
    { version: 1, up: createTables },
    { version: 2, up: async () => void steps.push(2) },
    { version: 3, up: async () => void steps.push(3) },
  ];
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  await store.write((db) => migrate(db, "sqlite", migrations));
  await store.write((db) => migrate(db, "sqlite", migrations));
  expect(steps).toEqual([2, 3]);
  await store.close();
});

it("leaves a store as it was when a step fails", async () => {
  await using folder = await createTempDir();
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  const broken = {
    version: 2,
    up: async (db: Parameters<typeof createTables>[0]) => {
      await sql`alter table job add column extra text`.execute(db);
      throw new Error("no");
    },
  };
  await expect(
    store.write((db) => migrate(db, "sqlite", [{ version: 1, up: createTables }, broken])),
  ).rejects.toThrow("no");
  await expect(sql`select extra from job`.execute(store.reader)).rejects.toThrow(/no such column/);
  await store.close();
});

it("refuses a store that a newer program has written, and leaves it alone", async () => {
  await using folder = await createTempDir();
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  await store.write((db) => sql`update store_meta set value = '99' where key = 'version'`.execute(db));
  await store.close();
  await expect(openSqliteStore(folder.file("jobs.sqlite"))).rejects.toMatchObject({
    code: "store_newer",
    message: expect.stringContaining("update klingkit"),
  });
});
