import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { loadPolicy } from "../../jobs/open-engine.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs, formatTable } from "../../terminal/table.ts";

export interface BudgetOptions extends OutputOptions, StoreOptions {
  readonly policy?: string;
}

/** Spent in all, which includes today, and held add up to the last column: what was charged, or may be. */
const COLUMNS = [
  { title: "ACCOUNT", min: 12, cut: "middle" },
  { title: "SPENT TODAY", isNumber: true, rank: 1 },
  { title: "SPENT IN ALL", isNumber: true },
  { title: "HELD", isNumber: true },
  { title: "SPENT + HELD", isNumber: true },
] as const;

export async function runBudget(options: BudgetOptions, deps: Deps): Promise<void> {
  const policy = await loadPolicy(deps, options);
  const spending = await withJobClient(deps, options, (jobClient) => jobClient.spending());
  const accounts = spending.map(({ account, unit, today, total }) => ({
    account,
    unit,
    today,
    total,
    spent_today: today.settled,
    spent: total.settled,
    held: total.held,
  }));
  const limits = {
    units_per_run: policy?.unitsPerRun ?? null,
    units_per_day: policy?.unitsPerDay ?? null,
    units_per_model: policy?.unitsPerModel ?? null,
    creates_per_run: policy?.createsPerRun ?? null,
  };
  printResult(deps, options, { success: true, limits, accounts }, (style) => {
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
    return `${accounts.length > 0 ? table : "nothing was spent\n"}\n${style.bold("Limits")}\n${shown}`;
  });
}
