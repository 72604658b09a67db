import type { Unit } from "@klingkit/spec";
import { flushAppends } from "../store/append-only.ts";
import type { Db, LedgerRow } from "../store/schema.ts";
import { type LedgerSums, sumEntries } from "./ledger.ts";

/** What was spent under one label. The account of an emulator has its own row, so that its amounts are never taken for a cost. */
export interface PurposeSpending {
  readonly purpose: string;
  readonly provider: string;
  readonly account: string;
  readonly unit: Unit;
  readonly total: LedgerSums;
}

/** Sums per purpose, account and unit, by name; retries count under the purpose of their job. */
export async function readPurposeSpending(
  db: Db,
  { purpose }: { readonly purpose?: string } = {},
): Promise<readonly PurposeSpending[]> {
  await flushAppends(db);
  let query = db
    .selectFrom("ledger")
    .innerJoin("job", "job.id", "ledger.job_id")
    .select((row) => [
      "job.purpose",
      "ledger.provider",
      "ledger.account",
      "ledger.unit",
      "ledger.entry",
      row.fn.sum<number>("ledger.units").as("units"),
    ])
    .groupBy(["job.purpose", "ledger.provider", "ledger.account", "ledger.unit", "ledger.entry"])
    .orderBy("job.purpose")
    .orderBy("ledger.account")
    .orderBy("ledger.provider")
    .orderBy("ledger.unit", "desc");
  if (purpose !== undefined) query = query.where("job.purpose", "=", purpose);
  const groups = new Map<string, Omit<PurposeSpending, "total"> & { readonly entries: Summed[] }>();
  for (const { entry, units, ...scope } of await query.execute()) {
    const key = JSON.stringify([scope.purpose, scope.provider, scope.account, scope.unit]);
    const group = groups.get(key) ?? { ...scope, entries: [] };
    group.entries.push({ entry, units: Number(units) });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ entries, ...scope }) => ({ ...scope, total: sumEntries(entries) }));
}

type Summed = Pick<LedgerRow, "entry" | "units">;
