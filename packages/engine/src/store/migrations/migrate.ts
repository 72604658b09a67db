import { sql } from "kysely";
import type { Db } from "../schema.ts";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { createTables } from "./0001-create-tables.ts";
import { keepAccountsApart } from "./0002-keep-accounts-apart.ts";
import { numberPurchases } from "./0003-number-purchases.ts";
import { recordHowApproved } from "./0004-record-how-approved.ts";
import { pausePools } from "./0005-pause-pools.ts";
import { nameProvidersAndUnits } from "./0006-name-providers-and-units.ts";
import { findDueJobsAtOnce } from "./0007-find-due-jobs-at-once.ts";
import { keepServicesApart } from "./0008-keep-services-apart.ts";
import { nameResults } from "./0009-name-results.ts";
import { letJobsNeedJobs } from "./0010-let-jobs-need-jobs.ts";
import { askBeforeBuying } from "./0011-ask-before-buying.ts";
import { deliverEvents } from "./0012-deliver-events.ts";
import { keepTraces } from "./0013-keep-traces.ts";

/** One step from a version to the next. Never changed once released; tests keep a store of every version. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Db, kind: Store["kind"]) => Promise<void>;
}

const MIGRATIONS: readonly Migration[] = [
  { version: 1, up: createTables },
  { version: 2, up: keepAccountsApart },
  { version: 3, up: numberPurchases },
  { version: 4, up: recordHowApproved },
  { version: 5, up: pausePools },
  { version: 6, up: nameProvidersAndUnits },
  { version: 7, up: findDueJobsAtOnce },
  { version: 8, up: keepServicesApart },
  { version: 9, up: nameResults },
  { version: 10, up: letJobsNeedJobs },
  { version: 11, up: askBeforeBuying },
  { version: 12, up: deliverEvents },
  { version: 13, up: keepTraces },
];

/** Brings a store to this program's version. Throws StoreError `store_newer` when a newer program has written it. */
export async function migrate(
  db: Db,
  kind: Store["kind"],
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const found = await readVersion(db);
  const latest = migrations.at(-1)?.version ?? 0;
  if (found > latest) {
    throw new StoreError(
      "store_newer",
      `The store has version ${found}, and this klingkit knows versions up to ${latest}. Nothing was written. Update klingkit, or name another store.`,
    );
  }
  for (const { version, up } of migrations) {
    if (version <= found) continue;
    await up(db, kind);
    await writeVersion(db, version);
  }
}

async function readVersion(db: Db): Promise<number> {
  await sql`create table if not exists store_meta (key text primary key, value text not null)`.execute(db);
  const row = await db
    .selectFrom("store_meta")
    .select("value")
    .where("key", "=", "version")
    .executeTakeFirst();
  const version = row === undefined ? 0 : Number(row.value);
  if (Number.isSafeInteger(version)) return version;
  throw new StoreError(
    "store_unreadable",
    `The store's version is '${row?.value ?? ""}', which is no number. Nothing was written. Restore a backup, or name another store.`,
    { mayHaveCharged: "no" },
  );
}

async function writeVersion(db: Db, version: number): Promise<void> {
  await db
    .insertInto("store_meta")
    .values({ key: "version", value: String(version) })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: String(version) }))
    .execute();
}
