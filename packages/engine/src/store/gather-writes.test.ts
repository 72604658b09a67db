import { createStoreAddress } from "@klingkit/testkit";
import { expect, inject, it } from "vitest";
import { fulfilled, gatherWrites, rejected } from "./gather-writes.ts";
import { openPostgresStore } from "./postgres/open-postgres-store.ts";
import type { Db } from "./schema.ts";
import { openSqliteStore } from "./sqlite/open-sqlite-store.ts";

const openStore = (address: string) =>
  inject("postgresUrl") === "" ? openSqliteStore(address) : openPostgresStore(address);

interface Row {
  readonly key: string;
  readonly isLost?: boolean;
  readonly isBroken?: boolean;
}

/** Puts rows into the store, and counts how many come together. */
function createPut() {
  const sizes: number[] = [];
  const put = gatherWrites(async (db: Db, _: unknown, rows: readonly Row[]) => {
    sizes.push(rows.length);
    const kept = rows.filter(({ isLost }) => !isLost);
    const values = kept.map(({ key }) => ({ key, value: "x" }));
    if (values.length > 0) await db.insertInto("store_meta").values(values).execute();
    if (rows.some(({ isBroken }) => isBroken)) throw new RangeError("broken");
    return new Map(
      rows.map((row) => [row, row.isLost ? rejected(new RangeError("lost")) : fulfilled(row.key)]),
    );
  });
  return { put, sizes };
}

const keys = async (db: Db) => {
  const rows = await db.selectFrom("store_meta").select("key").where("key", "!=", "version").execute();
  return rows.map(({ key }) => key).toSorted();
};

it("writes what waits for one commit as one operation, and tells each what became of it", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const { put, sizes } = createPut();
  const context = { store };
  const results = await Promise.allSettled([
    put(context, { key: "a" }),
    put(context, { key: "b", isLost: true }),
    put(context, { key: "c" }),
  ]);
  expect(sizes).toEqual([3]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(results[2]).toMatchObject({ value: "c" });
  expect(await keys(store.reader)).toEqual(["a", "c"]);
  await store.close();
});

it("lets nobody join an operation that runs, and writes the same again when another of the commit has failed", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const { put, sizes } = createPut();
  const context = { store };
  const first = put(context, { key: "a" });
  let late: Promise<string> | undefined;
  const other = store.write(() => {
    late ??= put(context, { key: "b" });
    return Promise.reject(new RangeError("refused"));
  });
  await expect(other).rejects.toThrow("refused");
  expect([await first, await late]).toEqual(["a", "b"]);
  expect(Math.max(...sizes)).toBe(1);
  expect(await keys(store.reader)).toEqual(["a", "b"]);
  await store.close();
});

it("writes each alone when they cannot be written together, and refuses only the one that is wrong", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const { put } = createPut();
  const context = { store };
  const results = await Promise.allSettled([
    put(context, { key: "a" }),
    put(context, { key: "b", isBroken: true }),
    put(context, { key: "c" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await keys(store.reader)).toEqual(["a", "c"]);
  await store.close();
});

it("refuses what comes after the store was closed", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const { put } = createPut();
  await store.close();
  const late = await Promise.allSettled([put({ store }, { key: "a" }), put({ store }, { key: "b" })]);
  expect(late.map((result) => result.status === "rejected" && result.reason.code)).toEqual([
    "store_closed",
    "store_closed",
  ]);
});
