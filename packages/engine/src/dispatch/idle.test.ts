import { createStoreAddress } from "@klingkit/testkit";
import type { KyselyPlugin } from "kysely";
import { expect, inject, it } from "vitest";
import { openPostgresStore } from "../store/postgres/open-postgres-store.ts";
import type { NewJob } from "../store/schema.ts";
import { openSqliteStore } from "../store/sqlite/open-sqlite-store.ts";
import { isIdle } from "./idle.ts";

const openStore = (address: string) =>
  inject("postgresUrl") === "" ? openSqliteStore(address) : openPostgresStore(address);

const LOOK = { provider: "kling", account: "a" };
const TAKEN = { next_at: null, waits_for: null, lease_owner: "another process" } as const;
const DUE = { next_at: 1, waits_for: null, lease_owner: null } as const;
const ENDED = { ...DUE, state: "collected", next_at: null } as const;

type Change = Partial<NewJob> & { readonly id: string };

const jobOf = (change: Change): NewJob => ({
  ...{ batch_id: "b", purpose: "p", name: "n", route_id: "r", model: "m", plan_hash: "h", account: "a" },
  ...{ pool: "p", weight: 1, state: "running", version: 1, ext_id: change.id, failures: 0 },
  ...{ file_path: change.id, timing_key: "t", created_at: 1, updated_at: 1 },
  ...change,
});

/** Whether these jobs leave nothing to do, while another process makes the changes of one list after each statement of ours. */
async function isIdleWhile(
  jobs: readonly Change[],
  rounds: readonly (readonly Change[])[],
  looks: Parameters<typeof isIdle>[1] = [LOOK],
): Promise<boolean> {
  await using place = await createStoreAddress(inject("postgresUrl"));
  const store = await openStore(place.address);
  try {
    await store.write((db) => db.insertInto("job").values(jobs.map(jobOf)).execute());
    const left = rounds.values();
    const beside: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        for (const { id, ...change } of left.next().value ?? [])
          await store.write((db) => db.updateTable("job").set(change).where("id", "=", id).execute());
        return result;
      },
    };
    return await isIdle(store.reader.withPlugin(beside), looks);
  } finally {
    await store.close();
  }
}

it.each([
  ["one that ended", ENDED, true],
  ["one that waits for a person", { ...DUE, next_at: null, waits_for: "link" } as const, true],
  ["one that is due", DUE, false],
  ["one that another process works on", TAKEN, false],
])("beside %s, a run rests or goes on", async (_, facts, isAtRest) => {
  expect(await isIdleWhile([{ id: "j1", ...facts }], [])).toBe(isAtRest);
});

it("does not overlook a job that another process gives back and takes again meanwhile", async () => {
  const rounds = [DUE, TAKEN, DUE, TAKEN].map((facts) => [{ id: "j1", ...facts }]);
  expect(await isIdleWhile([{ id: "j1", ...TAKEN }], rounds)).toBe(false);
  expect(await isIdleWhile([{ id: "j1", ...DUE }], rounds.slice(1))).toBe(false);
});

it("does not overlook a job whose parent at another account ends meanwhile", async () => {
  const jobs = [
    { id: "child", ...DUE, next_at: null, waits_for: "parent" },
    { id: "parent", account: "b", ...TAKEN },
  ] as const;
  const ended = [
    { id: "parent", ...ENDED },
    { id: "child", ...DUE },
  ];
  expect(await isIdleWhile(jobs, [ended], [LOOK, { ...LOOK, account: "b" }])).toBe(false);
});
