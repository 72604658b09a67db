import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createStoreAddress } from "@klingkit/testkit";
import { sql } from "kysely";
import { Client } from "pg";
import { describe, expect, inject, it } from "vitest";
import { listApprovals } from "../../approve/approval.ts";
import { getJob } from "../jobs.ts";
import { openPostgresStore } from "../postgres/open-postgres-store.ts";
import type { Db } from "../schema.ts";
import { openSqliteStore } from "../sqlite/open-sqlite-store.ts";
import type { Store } from "../store.ts";
import { createTables } from "./0001-create-tables.ts";
import { migrate } from "./migrate.ts";

const kind: Store["kind"] = inject("postgresUrl") === "" ? "sqlite" : "postgres";

/** Stores as programs wrote them when the version was the latest: kept as text, never regenerated. */
const VERSIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;
const LATEST = VERSIONS[12];
type Version = (typeof VERSIONS)[number];
const readVersion = (version: Version) =>
  readFileSync(new URL(`./testing/${kind}-version-${version}.sql`, import.meta.url), "utf8");

const openStore = (address: string) =>
  kind === "postgres" ? openPostgresStore(address) : openSqliteStore(address);

/** Writes a store without any of our code. */
async function writeOldStore(address: string, version: Version, more = ""): Promise<void> {
  const text = `${readVersion(version)}${more}`;
  if (kind === "sqlite") {
    const old = new DatabaseSync(address);
    old.exec(text);
    old.close();
    return;
  }
  const schema = new URL(address).searchParams.get("schema");
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(`create schema ${schema}; set search_path = ${schema}; ${text}`);
  await client.end();
}

/** Tables with their columns, and indexes. */
async function describeTables(db: Db): Promise<readonly unknown[]> {
  const query =
    kind === "sqlite"
      ? sql`
          select t.name || '.' || c.name as name, c.type || ' ' || c."notnull" as text
          from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table'
          union all select name, sql from sqlite_schema where type = 'index' and sql is not null`
      : sql`
          select table_name || '.' || column_name as name, data_type || ' ' || is_nullable as text
          from information_schema.columns where table_schema = current_schema()
          union all
          select indexname, replace(indexdef, current_schema() || '.', '')
          from pg_indexes where schemaname = current_schema()`;
  const rows = (await query.execute(db)).rows as { name: string; text: string }[];
  return rows.map(({ name, text }) => `${name}: ${text.toLowerCase()}`).toSorted();
}

describe.each(VERSIONS)("a store of version %i", (version) => {
  it("is opened with everything in it", async () => {
    await using place = await createStoreAddress(inject("postgresUrl"));
    await writeOldStore(place.address, version);
    const store = await openStore(place.address);
    expect(await getJob(store.reader, "jold000001")).toMatchObject({
      state: "running",
      task_id: "77",
      version: 4,
    });
    expect(await store.reader.selectFrom("ledger").selectAll().execute()).toMatchObject([
      { job_id: "jold000001", account: "default", entry: "reserve", units: 1.5 },
    ]);
    expect(await listApprovals(store.reader, "sha256:00", 0)).toMatchObject([{ approvedBy: "ada" }]);
    await store.close();
  });

  // A step that was changed after its release would leave old stores without what new ones have.
  it("has the tables of a new one once it was opened", async () => {
    await using place = await createStoreAddress(inject("postgresUrl"));
    await using newPlace = await createStoreAddress(inject("postgresUrl"));
    await writeOldStore(place.address, version);
    const old = await openStore(place.address);
    const fresh = await openStore(newPlace.address);
    expect(await describeTables(old.reader)).toEqual(await describeTables(fresh.reader));
    await old.close();
    await fresh.close();
  });
});

it("opens a store whose first step made the ledger's account already", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const ownAccount = "alter table ledger add column account text not null default 'default';";
  await writeOldStore(place.address, 1, ownAccount);
  const store = await openStore(place.address);
  expect(await store.reader.selectFrom("ledger").select("account").execute()).toEqual([
    { account: "default" },
  ]);
  await store.close();
});

it("knows how approvals from before came about where a policy gave them", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const more = `insert into approval values ('aold000002', 'policy', 'sha256:00', 'teaser', '[]', '[]', 1, 1, 'policy of ada', 1, 1795305410000, null, null, 'default');`;
  await writeOldStore(place.address, 3, more);
  const store = await openStore(place.address);
  const approvals = await listApprovals(store.reader, "sha256:00", 0);
  expect(Object.fromEntries(approvals.map(({ id, via }) => [id, via]))).toEqual({
    aold000001: undefined,
    aold000002: "policy",
  });
  await store.close();
});

it("numbers the purchases of a store that did not", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const job = (id: string, batch: string, hash: string, retryOf = "null") =>
    `insert into job (id, batch_id, purpose, name, route_id, model, plan_hash, account, pool, weight, state, version, ext_id, failures, file_path, timing_key, retry_of, created_at, updated_at)
     values ('${id}', '${batch}', 'teaser', '${id}', 'r', 'm', '${hash}', 'a', 'p', 1, 'failed', 1, 'key-${id}', 0, '${id}', 't', ${retryOf}, 0, 0);`;
  const jobs = [
    job("j1", "b2", "fox"),
    job("j2", "b2", "fox"),
    job("j3", "b2", "hare"),
    job("j4", "b3", "fox"),
    job("j5", "b4", "fox", "'j2'"),
    job("j6", "b5", "fox", "'j5'"),
  ];
  await writeOldStore(place.address, 2, jobs.join("\n"));
  const store = await openStore(place.address);
  const rows = await store.reader
    .selectFrom("job")
    .select(["id", "ordinal", "round"])
    .where("account", "=", "a")
    .orderBy("id")
    .execute();
  expect(rows.map(({ id, ordinal, round }) => `${id} ${ordinal} ${round}`)).toEqual([
    "j1 0 0",
    "j2 1 0",
    "j3 0 0",
    "j4 0 1",
    "j5 1 0",
    "j6 1 0",
  ]);
  await store.close();
});

it("makes the file of a job its first result, and names provider and unit", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const more = `insert into asset values ('jold000001', 'video', 'out/01.mp4', 7, 'ab', 9);`;
  await writeOldStore(place.address, 5, more);
  const store = await openStore(place.address);
  expect(await store.reader.selectFrom("result").selectAll().execute()).toMatchObject([
    {
      job_id: "jold000001",
      number: 0,
      kind: "video",
      state: "collected",
      file_path: "out/01.mp4",
      sha256: "ab",
    },
  ]);
  expect(await getJob(store.reader, "jold000001")).toMatchObject({ provider: "kling", unit: "video" });
  expect(await store.reader.selectFrom("ledger").select(["provider", "unit"]).execute()).toEqual([
    { provider: "kling", unit: "video" },
  ]);
  expect(await listApprovals(store.reader, "sha256:00", 0)).toMatchObject([
    { provider: "kling", unit: "video" },
  ]);
  await store.close();
});

it("gives pools and slots to Kling, and knows which callbacks told an end", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const more = `
    insert into pool (account, pool, allowed, peak, probe_at, blocked_until) values ('a', 'p', 3, 2, 7, 0);
    insert into slot values ('a', 'p', 1, 'jold000001');
    insert into inbox values ('1', '77', 'processing', '{}', 1), ('2', '77', 'succeed', '{}', 2);`;
  await writeOldStore(place.address, 7, more);
  const store = await openStore(place.address);
  const { reader } = store;
  expect(await reader.selectFrom("pool").selectAll().execute()).toMatchObject([
    { provider: "kling", account: "a", pool: "p", allowed: 3, peak: 2, probe_at: 7, failures: 0 },
  ]);
  expect(await reader.selectFrom("slot").selectAll().execute()).toEqual([
    { provider: "kling", account: "a", pool: "p", n: 1, job_id: "jold000001" },
  ]);
  const told = await reader.selectFrom("inbox").select(["id", "tells_end"]).orderBy("id").execute();
  expect(told).toEqual([
    { id: "1", tells_end: 0 },
    { id: "2", tells_end: 1 },
  ]);
  await store.close();
});

it("keeps the results of a store in which they had no ids", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const more = `insert into result values ('jold000001', 0, 'audio', null, null, 'collected', 'a.mp3', 7, 'ab', 9);`;
  await writeOldStore(place.address, 8, more);
  const store = await openStore(place.address);
  expect(await store.reader.selectFrom("result").selectAll().execute()).toMatchObject([
    { number: 0, kind: "audio", file_path: "a.mp3", size_bytes: 7, result_id: null, name: null },
  ]);
  await store.close();
});

it("runs only the steps that a store lacks, once", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const steps: number[] = [];
  const migrations = [
    { version: LATEST, up: createTables },
    { version: LATEST + 1, up: async () => void steps.push(LATEST + 1) },
    { version: LATEST + 2, up: async () => void steps.push(LATEST + 2) },
  ];
  const store = await openStore(place.address);
  await store.write((db) => migrate(db, kind, migrations));
  await store.write((db) => migrate(db, kind, migrations));
  expect(steps).toEqual([LATEST + 1, LATEST + 2]);
  await store.close();
});

it("leaves a store as it was when a step fails", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const broken = {
    version: LATEST + 1,
    up: async (db: Parameters<typeof createTables>[0]) => {
      await sql`alter table job add column extra text`.execute(db);
      throw new Error("no");
    },
  };
  await expect(
    store.write((db) => migrate(db, kind, [{ version: LATEST, up: createTables }, broken])),
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
    message: expect.stringMatching(/^The store has version 99, .*Update klingkit, or name another store\.$/),
  });
});
