import type { Unit } from "@klingkit/spec";
import { flushAppends } from "../store/append-only.ts";
import type { Db, LedgerRow } from "../store/schema.ts";
import { idsOfPurpose, type LedgerQuery, type LedgerSums, sumEntries } from "./ledger.ts";

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
  return sumGroups(await query.execute());
}

/** What jobs cost. Amounts of different accounts and units are never added. */
export type JobsSpending = Omit<PurposeSpending, "purpose">;

/** Sums per account and unit over all entries of a batch, of a purpose, or of listed jobs. */
export async function readJobsSpending(
  db: Db,
  { batchId, purpose, jobIds }: Pick<LedgerQuery, "batchId" | "purpose" | "jobIds">,
): Promise<readonly JobsSpending[]> {
  await flushAppends(db);
  let query = db
    .selectFrom("ledger")
    .select((row) => ["provider", "account", "unit", "entry", row.fn.sum<number>("units").as("units")])
    .groupBy(["provider", "account", "unit", "entry"])
    .orderBy("account")
    .orderBy("provider")
    .orderBy("unit", "desc");
  if (batchId !== undefined) query = query.where("batch_id", "=", batchId);
  if (purpose !== undefined) query = query.where("job_id", "in", idsOfPurpose(db, purpose));
  if (jobIds !== undefined) query = query.where("job_id", "in", jobIds);
  return sumGroups(await query.execute());
}

type Summed = Pick<LedgerRow, "entry" | "units">;

/** One sum for all entries of which everything else is equal, in the order of the rows. */
function sumGroups<Scope extends object>(
  rows: readonly (Scope & Summed)[],
): readonly (Omit<Scope, keyof Summed> & { readonly total: LedgerSums })[] {
  const groups = new Map<string, { readonly scope: Omit<Scope, keyof Summed>; readonly entries: Summed[] }>();
  for (const { entry, units, ...scope } of rows) {
    const key = JSON.stringify(Object.values(scope));
    const group = groups.get(key) ?? { scope, entries: [] };
    // PostgreSQL sums as text.
    group.entries.push({ entry, units: Number(units) });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ scope, entries }) => ({ ...scope, total: sumEntries(entries) }));
}
