import { openSilentProxy } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { isPassing } from "../store-error.ts";
import { openPostgresStore } from "./open-postgres-store.ts";

const openProxy = () => openSilentProxy(inject("postgresUrl"));

it("works again over new connections after the old ones fell silent", async () => {
  await using proxy = await openProxy();
  // Long enough for a busy machine to make new connections, which count, too.
  const store = await openPostgresStore(proxy.url("silent"), { queryTimeoutMs: 2000 });
  const look = () => store.reader.selectFrom("job").select("id").execute();
  const write = () => store.write((db) => db.selectFrom("job").select("id").execute());
  try {
    await look();
    proxy.silence();
    const failures = await Promise.all([look, write].map((ask) => ask().catch((error: unknown) => error)));
    expect(failures.map(isPassing)).toEqual([true, true]);
    expect(await look()).toEqual([]);
    expect(await write()).toEqual([]);
  } finally {
    await store.close();
  }
});

it("closes within seconds while the server is silent", async () => {
  await using proxy = await openProxy();
  const store = await openPostgresStore(proxy.url("silent"), { wakeups: "pg-boss" });
  const stopListening = await store.listen?.(() => undefined);
  proxy.silence();
  const lost = store.write((db) => db.selectFrom("job").select("id").execute());
  lost.catch(() => undefined);
  store.hurry?.();
  const startedMs = performance.now();
  await stopListening?.();
  await store.close();
  await expect(lost).rejects.toSatisfy(isPassing);
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});

it("a deadlock with another process is tried again", async () => {
  await using proxy = await openProxy();
  const store = await openPostgresStore(proxy.url("deadlock"));
  const [one, other] = [proxy.url("deadlock"), proxy.url("deadlock")].map(() =>
    Promise.withResolvers<void>(),
  );
  const lock = (first: string, second: string, ready: () => void, go: Promise<void>) =>
    store.reader.transaction().execute(async (db) => {
      await sql`lock table ${sql.table(first)} in access exclusive mode`.execute(db);
      ready();
      await go;
      await sql`lock table ${sql.table(second)} in access exclusive mode`.execute(db);
    });
  try {
    const both = await Promise.allSettled([
      lock("job", "event", () => one?.resolve(), other?.promise ?? Promise.resolve()),
      lock("event", "job", () => other?.resolve(), one?.promise ?? Promise.resolve()),
    ]);
    const failures = both.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    expect(failures.map(isPassing)).toEqual([true]);
  } finally {
    await store.close();
  }
});

it("keeps texts that hold a NUL, with a mark in its place", async () => {
  await using proxy = await openProxy();
  const store = await openPostgresStore(proxy.url("silent"));
  const row = { id: "nul", task_id: "a\0b", status: "", body_json: "", received_at: 0 };
  try {
    await store.write((db) => db.insertInto("inbox").values(row).execute());
    const kept = await store.reader
      .selectFrom("inbox")
      .select("task_id")
      .where("task_id", "=", "a\0b")
      .execute();
    expect(kept).toEqual([{ task_id: "a\uFFFDb" }]);
  } finally {
    await store.close();
  }
});
