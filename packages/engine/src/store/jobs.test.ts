import { createStoreAddress } from "@klingkit/testkit";
import { expect, inject, it } from "vitest";
import { updateEach } from "./jobs.ts";
import { openPostgresStore } from "./postgres/open-postgres-store.ts";
import type { Db, JobRow, NewJob } from "./schema.ts";
import { openSqliteStore } from "./sqlite/open-sqlite-store.ts";

const openStore = (address: string) =>
  inject("postgresUrl") === "" ? openSqliteStore(address) : openPostgresStore(address);

const jobOf = (id: string): NewJob => ({
  ...{ id, batch_id: "b", purpose: "p", name: "n", route_id: "r", model: "m", plan_hash: "h", account: "a" },
  ...{ pool: "p", weight: 1, state: "running", version: 1, ext_id: id, failures: 0 },
  ...{ file_path: id, timing_key: "t", created_at: 1, updated_at: 1 },
});

async function withJobs(
  ids: readonly string[],
  use: (jobs: readonly JobRow[], write: <T>(run: (db: Db) => Promise<T>) => Promise<T>) => Promise<void>,
): Promise<void> {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  try {
    await store.write((db) => db.insertInto("job").values(ids.map(jobOf)).execute());
    await use(await store.reader.selectFrom("job").selectAll().orderBy("id").execute(), store.write);
  } finally {
    await store.close();
  }
}

const allJobs = (db: Db) => db.selectFrom("job").selectAll().orderBy("id").execute();

it("changes each job in its own way, and tells of each in the order in which it was asked", () =>
  withJobs(["j1", "j2", "j3"], async (jobs, write) => {
    const changes = jobs.toReversed().map((job, at) => ({
      job,
      change: {
        next_at: 1_800_000_000_000 + at,
        error_json: at === 1 ? null : `{"at":${at}}`,
        estimate_units: at / 4,
      },
    }));
    const changed = await write((db) => updateEach(db, changes));
    expect(changed).toEqual(changes.map(({ job, change }) => ({ ...job, ...change, version: 2 })));
    expect(await write(allJobs)).toEqual(changed.toReversed());
  }));

it("leaves jobs alone that somebody else has changed, and those whose change came twice", () =>
  withJobs(["j1", "j2", "j3"], async ([first, second, third], write) => {
    if (!first || !second || !third) throw new Error("no jobs");
    const lost = { ...second, version: 7 };
    const changed = await write((db) =>
      updateEach(
        db,
        [first, lost, third].map((job) => ({ job, change: { next_at: 5 } })),
      ),
    );
    expect(changed.map((job) => job?.id)).toEqual(["j1", undefined, "j3"]);
    const again = { ...first, version: 2 };
    const twice = await write((db) =>
      updateEach(
        db,
        [again, again, second].map((job, at) => ({ job, change: { failures: at } })),
      ),
    );
    expect(twice.map((job) => job?.failures)).toEqual([0, undefined, 2]);
  }));

it("writes jobs whose changes have different columns", () =>
  withJobs(["j1", "j2"], async ([first, second], write) => {
    if (!first || !second) throw new Error("no jobs");
    const changes = [
      { job: first, change: { task_id: "t1", next_at: undefined } },
      { job: second, change: { next_at: 7 } },
    ];
    const changed = await write((db) => updateEach(db, changes));
    expect(changed).toEqual([
      { ...first, task_id: "t1", version: 2 },
      { ...second, next_at: 7, version: 2 },
    ]);
  }));

it("keeps whatever text comes from outside, but for what no database keeps", () =>
  withJobs(["j1", "j2"], async (jobs, write) => {
    const text = `a\0b \\u0000 "quoted" \n \uD83E\uDD8A \uD83E`;
    const changes = jobs.map((job) => ({ job, change: { raw_status: text } }));
    const changed = await write((db) => updateEach(db, changes));
    const kept = inject("postgresUrl") === "" ? text : text.replaceAll("\0", "\uFFFD");
    expect(changed.map((job) => job?.raw_status)).toEqual([kept.toWellFormed(), kept.toWellFormed()]);
  }));
