import { createStoreAddress, openSilentProxy } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, inject, it, vi } from "vitest";
import type { NewJob } from "../schema.ts";
import { openPostgresStore } from "./open-postgres-store.ts";

const withBoss = { wakeups: "pg-boss" } as const;
const dueNow = (id: string, atMs: number): NewJob => ({
  ...{ id, batch_id: "b", purpose: "p", name: "n", route_id: "r", model: "m", plan_hash: "h", account: "a" },
  ...{ pool: "p", weight: 1, state: "approved", version: 1, next_at: atMs, ext_id: id, failures: 0 },
  ...{ file_path: id, timing_key: "t", created_at: atMs, updated_at: atMs },
});

it("a job that one process makes due rings at another", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const here = await openPostgresStore(place.address, withBoss);
  const there = await openPostgresStore(place.address, withBoss);
  try {
    const rung = Promise.withResolvers<number>();
    const stop = await there.listen?.(() => rung.resolve(performance.now()));
    const startMs = performance.now();
    const now = here.clock?.nowMs() ?? 0;
    await here.write((db) => db.insertInto("job").values(dueNow("j1", now)).execute());
    expect((await rung.promise) - startMs).toBeLessThan(2000);
    await stop?.();
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
});

it("a wake-up is taken back with the change that it tells of", async () => {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openPostgresStore(place.address, withBoss);
  const jobs = sql.table(`${new URL(place.address).searchParams.get("schema")}_boss.job`);
  const countSent = async () => {
    const { rows } = await sql`select 1 from ${jobs} where name = 'klingkit-due'`.execute(store.reader);
    return rows.length;
  };
  try {
    const failed = store.write(async (db) => {
      await db.insertInto("job").values(dueNow("j1", 1)).execute();
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await countSent()).toBe(0);
    await store.write((db) => db.insertInto("job").values(dueNow("j2", 2)).execute());
    expect(await countSent()).toBe(1);
  } finally {
    await store.close();
  }
});

it("outlives a server that shuts down, whose last error may come while a connection ends", async () => {
  await using proxy = await openSilentProxy(inject("postgresUrl"));
  const errors: unknown[] = [];
  const store = await openPostgresStore(proxy.url("shut_down"), {
    ...withBoss,
    onError: (error) => errors.push(error),
  });
  try {
    let rings = 0;
    const stop = await store.listen?.(() => {
      rings += 1;
    });
    const now = store.clock?.nowMs() ?? 0;
    for (const round of [1, 2]) {
      proxy.shutDown();
      // Each is due before the last one: only an earlier moment is announced.
      const job = dueNow(`j${round}`, now - round);
      await vi.waitFor(() => store.write((db) => db.insertInto("job").values(job).execute()), 10_000);
      await vi.waitFor(() => expect(rings).toBeGreaterThanOrEqual(round), 10_000);
    }
    expect(errors).toContainEqual(expect.objectContaining({ code: "57P01" }));
    await stop?.();
  } finally {
    await store.close();
  }
});
