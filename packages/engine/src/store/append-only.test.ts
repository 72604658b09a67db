import { createStoreAddress } from "@klingkit/testkit";
import { expect, inject, it } from "vitest";
import { appendEvents, appendToLedger, flushAppends } from "./append-only.ts";
import { openPostgresStore } from "./postgres/open-postgres-store.ts";
import type { Db } from "./schema.ts";
import { openSqliteStore } from "./sqlite/open-sqlite-store.ts";

const openStore = (address: string) =>
  inject("postgresUrl") === "" ? openSqliteStore(address) : openPostgresStore(address);

const note = (db: Db, kind: string) => appendEvents(db, [{ at: 1, kind, data_json: "{}" }]);

const book = (db: Db, job: string) =>
  appendToLedger(db, [
    {
      job_id: job,
      batch_id: "b",
      provider: "kling",
      account: "a",
      model: "m",
      attempt: 1,
      entry: "reserve",
      units: 1,
      unit: "video",
      at: 1,
    },
  ]);

it("writes the rows of all operations of a commit, in their order", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  await Promise.all(["one", "two", "three"].map((kind) => store.write((db) => note(db, kind))));
  const rows = await store.reader.selectFrom("event").select("kind").orderBy("seq").execute();
  expect(rows.map(({ kind }) => kind)).toEqual(["one", "two", "three"]);
  await store.close();
});

it("forgets the rows of an operation that failed, and keeps those before it although it wrote them out", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  const fail = async (db: Db) => {
    await book(db, "failed");
    await flushAppends(db);
    await book(db, "failed later");
    throw new RangeError("refused");
  };
  const [, failure] = await Promise.allSettled([
    store.write((db) => book(db, "before")),
    store.write(fail),
    store.write((db) => book(db, "after")),
  ]);
  expect(failure).toMatchObject({ status: "rejected", reason: expect.any(RangeError) });
  const rows = await store.reader.selectFrom("ledger").select("job_id").orderBy("seq").execute();
  expect(rows.map(({ job_id }) => job_id)).toEqual(["before", "after"]);
  await store.close();
});
