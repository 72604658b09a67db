import type { Unit } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { listPriceOf } from "../../jobs/list-price.ts";
import { loadPolicy } from "../../jobs/open-engine.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { isEmulatedAccount } from "../../session/account-name.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { formatPairs, formatTable } from "../../terminal/table.ts";

export interface BudgetOptions extends OutputOptions, StoreOptions {
  readonly policy?: string;
  readonly purpose?: string;
}

/** Spent in all, which includes today, and held add up to the last column: what was charged, or may be. */
const COLUMNS = [
  { title: "ACCOUNT", min: 12, cut: "middle" },
  { title: "SPENT TODAY", isNumber: true, rank: 1 },
  { title: "SPENT IN ALL", isNumber: true },
  { title: "HELD", isNumber: true },
  { title: "SPENT + HELD", isNumber: true },
] as const;

/** Where the price of a unit is known, US$ stand beside it: at list price. */
const PURPOSE_COLUMNS = [
  { title: "PURPOSE", min: 12 },
  { title: "ACCOUNT", min: 12, cut: "middle", rank: 2 },
  { title: "SPENT", isNumber: true },
  { title: "US$", isNumber: true },
  { title: "HELD", isNumber: true, rank: 1 },
] as const;

export async function runBudget(options: BudgetOptions, deps: Deps): Promise<void> {
  const policy = await loadPolicy(deps, options);
  const { purpose: wanted } = options;
  const { spending, byPurpose } = await withJobClient(deps, options, async (jobClient) => ({
    spending: await jobClient.spending(),
    byPurpose: await jobClient.purposeSpending(wanted === undefined ? {} : { purpose: wanted }),
  }));
  const accounts = spending.map(({ account, unit, today, total }) => ({
    account,
    unit,
    today,
    total,
    spent_today: today.settled,
    spent: total.settled,
    held: total.held,
  }));
  const purposes = byPurpose.map(({ purpose, account, unit, total }) => ({
    purpose,
    account,
    unit,
    spent: total.settled,
    held: total.held,
    spent_usd: listPriceOf(total.settled, unit),
    held_usd: listPriceOf(total.held, unit),
  }));
  const limits = {
    units_per_run: policy?.unitsPerRun ?? null,
    units_per_day: policy?.unitsPerDay ?? null,
    units_per_model: policy?.unitsPerModel ?? null,
    creates_per_run: policy?.createsPerRun ?? null,
  };
  printResult(deps, options, { success: true, limits, accounts, purposes }, (style) => {
    const purposeTable = formatTable(style, PURPOSE_COLUMNS, purposes.map(purposeCells));
    if (wanted !== undefined)
      return purposes.length > 0 ? purposeTable : `nothing was spent for ${showOnOneLine(wanted)}\n`;
    const table = formatTable(
      style,
      COLUMNS,
      accounts.map(({ account, unit, today, total }) => [
        account,
        amountCell(today.settled, unit),
        amountCell(total.settled, unit),
        amountCell(total.held, unit),
        amountCell(total.settled + total.held, unit),
      ]),
    );
    const pairs = Object.entries(limits).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name.replaceAll("_", " "), JSON.stringify(value)]],
    );
    const shown =
      pairs.length > 0
        ? formatPairs(pairs, style.dim)
        : "  No policy: each purchase needs an approval. An emulator charges nothing and needs none.\n";
    return `${accounts.length > 0 ? `${table}\n${purposeTable}` : "nothing was spent\n"}\n${style.bold("Limits")}\n${shown}`;
  });
}

interface PurposeRow {
  readonly purpose: string;
  readonly account: string;
  readonly unit: Unit;
  readonly spent: number;
  readonly held: number;
  readonly spent_usd: number | null;
}

const purposeCells = ({ purpose, account, unit, spent, held, spent_usd }: PurposeRow): readonly string[] => [
  showOnOneLine(purpose),
  account,
  amountCell(spent, unit),
  spent_usd === null ? "unknown" : isEmulatedAccount(account) ? "no charge" : spent_usd.toFixed(2),
  amountCell(held, unit),
];
