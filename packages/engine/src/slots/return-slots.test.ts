import { createStoreAddress } from "@klingkit/testkit";
import { expect, it } from "vitest";
import type { Db, JobRow, NewJob, PoolRow } from "../store/schema.ts";
import { openSqliteStore } from "../store/sqlite/open-sqlite-store.ts";
import { NO_TROUBLE } from "./pool-row.ts";
import { correctPeaks, noteAccepted, returnSlots } from "./return-slots.ts";

const KEY = { provider: "kling", account: "a" };

const jobOf = (id: string, change: Partial<NewJob> = {}): NewJob => ({
  ...{ ...KEY, id, batch_id: "b", purpose: "p", name: "n", route_id: "r", model: "m", plan_hash: "h" },
  ...{ pool: "p", weight: 1, state: "running", version: 1, ext_id: id, failures: 0 },
  ...{ file_path: id, timing_key: "t", created_at: 1, updated_at: 1 },
  ...change,
});

const WAITING = { state: "approved", waits_for: "slot" } as const;

const POOL: PoolRow = {
  ...{ ...KEY, ...NO_TROUBLE, pool: "p", quota: null, allowed: 4, peak: 4, peak_at: 100 },
  ...{ limited_at: 0, probe_job: null, probe_at: 0 },
};

interface Begin {
  readonly jobs: readonly NewJob[];
  readonly pool?: Partial<PoolRow>;
}

/** Jobs that run have a slot each. */
async function withPool(
  { jobs, pool }: Begin,
  use: (db: Db, running: readonly JobRow[]) => Promise<void>,
): Promise<void> {
  await using place = await createStoreAddress("");
  const store = await openSqliteStore(place.address);
  try {
    await store.write(async (db) => {
      await db.insertInto("job").values(jobs).execute();
      await db
        .insertInto("pool")
        .values({ ...POOL, ...pool })
        .execute();
      const running = await db.selectFrom("job").selectAll().where("state", "=", "running").execute();
      const slots = running.map(({ id }, at) => ({ ...KEY, pool: "p", n: at + 1, job_id: id }));
      await db.insertInto("slot").values(slots).execute();
      await use(db, running);
    });
  } finally {
    await store.close();
  }
}

const poolNow = (db: Db): Promise<PoolRow> => db.selectFrom("pool").selectAll().executeTakeFirstOrThrow();

it("wakes as many jobs as slots come back together, each in its pool", () => {
  const jobs = [
    ...["r1", "r2"].map((id) => jobOf(id)),
    jobOf("r3", { pool: "q" }),
    ...["w1", "w2", "w3"].map((id) => jobOf(id, WAITING)),
    ...["x1", "x2"].map((id) => jobOf(id, { ...WAITING, pool: "q" })),
  ];
  return withPool({ jobs }, async (db, running) => {
    await returnSlots(db, running, 50);
    const woken = await db.selectFrom("job").select("id").where("next_at", "=", 50).orderBy("id").execute();
    expect(woken.map(({ id }) => id)).toEqual(["w1", "w2", "x1"]);
    expect(await db.selectFrom("slot").select("n").where("job_id", "is not", null).execute()).toEqual([]);
  });
});

it("ends a probe whichever of the accepted creates it was, and the trouble of the pool with it", () => {
  const pool = { probe_job: "r2", probe_at: 7, failures: 3, blocked_until: 9, limited_at: 40 };
  return withPool({ jobs: ["r1", "r2", "r3"].map((id) => jobOf(id)), pool }, async (db, running) => {
    await noteAccepted(db, running, 200);
    expect(await poolNow(db)).toMatchObject({ ...NO_TROUBLE, probe_job: null, probe_at: 0, limited_at: 0 });
  });
});

it("ends a probe in a pool that is in order, whichever create it was", () =>
  withPool({ jobs: ["r1", "r2"].map((id) => jobOf(id)), pool: { probe_job: "r2" } }, async (db, running) => {
    await noteAccepted(db, running, 200);
    expect(await poolNow(db)).toMatchObject({ probe_job: null });
  }));

it.each([
  ["each task that had ended before it", { limited_at: 50 }, 2],
  ["nothing where no slot was refused", { limited_at: 0 }, 4],
  ["nothing where the quota is known", { limited_at: 50, quota: 4 }, 4],
])("takes back from a peak %s", (_, pool, peak) =>
  withPool({ jobs: ["r1", "r2", "r3"].map((id) => jobOf(id)), pool }, async (db, running) => {
    const ends = [90, 120, 99];
    await correctPeaks(
      db,
      running.map((job, at) => ({ job, endedAtMs: ends[at] ?? 0 })),
    );
    expect(await poolNow(db)).toMatchObject({ peak, allowed: peak });
  }),
);
