import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createStoreAddress } from "@klingkit/testkit";
import { sql } from "kysely";
import { Client } from "pg";
import { expect, inject, it } from "vitest";
import { getJob } from "../jobs.ts";
import { openPostgresStore } from "../postgres/open-postgres-store.ts";
import { openSqliteStore } from "../sqlite/open-sqlite-store.ts";
import type { Store } from "../store.ts";
import { createTables } from "./0001-create-tables.ts";
import { migrate } from "./migrate.ts";

const kind: Store["kind"] = inject("postgresUrl") === "" ? "sqlite" : "postgres";

/** A store as the first release wrote it: kept as text, never regenerated. */
const VERSION_1 = readFileSync(new URL(`./testing/${kind}-version-1.sql`, import.meta.url), "utf8");

const openStore = (address: string) =>
  kind === "postgres" ? openPostgresStore(address) : openSqliteStore(address);

/** Writes a store without any of our code. */
async function writeOldStore(address: string): Promise<void> {
  if (kind === "sqlite") {
    const old = new DatabaseSync(address);
    old.exec(VERSION_1);
    old.close();
    return;
  }
  const schema = new URL(address).searchParams.get("schema");
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(`create schema ${schema}; set search_path = ${schema}; ${VERSION_1}`);
  await client.end();
}

it("opens a store of the first release with everything in it", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  await writeOldStore(place.address);
  const store = await openStore(place.address);
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
  await using place = await createStoreAddress(inject("postgresUrl"));
  const steps: number[] = [];
  const migrations = [
    { version: 1, up: createTables },
    { version: 2, up: async () => void steps.push(2) },
    { version: 3, up: async () => void steps.push(3) },
  ];
  const store = await openStore(place.address);
  await store.write((db) => migrate(db, kind, migrations));
  await store.write((db) => migrate(db, kind, migrations));
  expect(steps).toEqual([2, 3]);
  await store.close();
});

it("leaves a store as it was when a step fails", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const broken = {
    version: 2,
    up: async (db: Parameters<typeof createTables>[0]) => {
      await sql`alter table job add column extra text`.execute(db);
      throw new Error("no");
    },
  };
  await expect(
    store.write((db) => migrate(db, kind, [{ version: 1, up: createTables }, broken])),
  ).rejects.toThrow("no");
  await expect(sql`select extra from job`.execute(store.reader)).rejects.toThrow(/extra/);
  await store.close();
});

it("refuses a store that a newer program has written, and leaves it alone", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  await store.write((db) => sql`update store_meta set value = '99' where key = 'version'`.execute(db));
  await store.close();
  await expect(openStore(place.address)).rejects.toMatchObject({
    code: "store_newer",
    message: expect.stringContaining("update klingkit"),
  });
});
