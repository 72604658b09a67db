import { createStoreAddress } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import type { NewJob } from "../schema.ts";
import { openPostgresStore } from "./open-postgres-store.ts";

const withBoss = { wakeups: "pg-boss" } as const;
const dueNow = (id: string, atMs: number): NewJob => ({
  ...{ id, batch_id: "b", purpose: "p", name: "n", route_id: "r", model: "m", plan_hash: "h", account: "a" },
  ...{ pool: "p", weight: 1, state: "approved", version: 1, next_at: atMs, ext_id: id, failures: 0 },
  ...{ file_path: id, timing_key: "t", created_at: atMs, updated_at: atMs },
});

it.runIf(inject("postgresUrl") !== "")("a job that one process makes due rings at another", async () => {
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

it.runIf(inject("postgresUrl") !== "")(
  "a wake-up is taken back with the change that it tells of",
  async () => {
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
  },
);
