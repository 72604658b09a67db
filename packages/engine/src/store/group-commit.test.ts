import { createStoreAddress } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { openPostgresStore } from "./postgres/open-postgres-store.ts";
import type { Db } from "./schema.ts";
import { openSqliteStore } from "./sqlite/open-sqlite-store.ts";

const openStore = (address: string) =>
  address.startsWith("postgres:") ? openPostgresStore(address) : openSqliteStore(address);
const put =
  (key: string, value = "x") =>
  (db: Db) =>
    db.insertInto("store_meta").values({ key, value }).execute();
const keys = async (db: Db) =>
  (await db.selectFrom("store_meta").select("key").execute()).map(({ key }) => key);

it("undoes an operation that throws, and only that one", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const results = await Promise.allSettled([
    store.write(put("one")),
    store.write(async (db) => {
      await put("two")(db);
      throw new Error("no");
    }),
    store.write(put("three")),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await keys(store.reader)).toSorted()).toEqual(["one", "three", "version"]);
  await store.close();
});

if (inject("postgresUrl") === "") {
  it("promises nothing of a commit that a full disk has ended, and goes on when there is room", async () => {
    await using place = await createStoreAddress(inject("postgresUrl"));
    const store = await openStore(place.address);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.reader);
    const limitPages = (count: number) =>
      store.write((db) => sql.raw(`pragma max_page_count = ${count}`).execute(db));
    await limitPages((rows[0]?.page_count ?? 0) + 2);
    const results = await Promise.allSettled([
      store.write(put("before")),
      store.write(put("big", "x".repeat(200_000))),
      store.write(put("after")),
    ]);
    const kept = await keys(store.reader);
    for (const [at, key] of ["before", "big", "after"].entries()) {
      expect(kept.includes(key)).toBe(results[at]?.status === "fulfilled");
    }
    expect(results[1]).toMatchObject({ status: "rejected" });
    await limitPages(1_000_000);
    await store.write(put("later"));
    expect(await keys(store.reader)).toContain("later");
    await store.close();
  });
}

it("writes what was asked for before it was closed, and nothing after", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const early = store.write(put("early"));
  const closed = store.close();
  await expect(store.write(put("late"))).rejects.toMatchObject({ code: "store_closed" });
  await early;
  await closed;
  const again = await openStore(place.address);
  expect((await keys(again.reader)).toSorted()).toEqual(["early", "version"]);
  await again.close();
});

it("lets two stores in one place take turns", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const stores = await Promise.all([1, 2].map(() => openStore(place.address)));
  await Promise.all(
    stores.flatMap((store, at) => Array.from({ length: 50 }, (_, turn) => store.write(put(`${at}-${turn}`)))),
  );
  expect(await keys(stores[0]?.reader ?? expect.fail())).toHaveLength(101);
  for (const store of stores) await store.close();
});
