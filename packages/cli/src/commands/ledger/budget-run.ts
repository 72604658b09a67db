import type { LedgerSums } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { loadPolicy } from "../../jobs/open-engine.ts";
import { trim } from "../../jobs/trim.ts";
import { printResult } from "../../terminal/output.ts";
import { formatPairs, formatTable } from "../../terminal/table.ts";
import { withBook } from "../jobs/jobs-run.ts";
import type { BudgetOptions } from "./ledger.ts";

const COLUMNS = [
  { title: "ACCOUNT" },
  { title: "TODAY", isNumber: true },
  { title: "HELD", isNumber: true },
  { title: "EVER", isNumber: true },
] as const;

/** What counts against a limit: charged, or held for jobs that may be charged. */
const committed = ({ reserved, released }: LedgerSums): number => reserved - released;

export async function runBudget(options: BudgetOptions, deps: Deps): Promise<void> {
  const policy = await loadPolicy(deps, options);
  const accounts = await withBook(deps, options, (book) => book.spending());
  const limits = {
    units_per_run: policy?.unitsPerRun ?? null,
    units_per_day: policy?.unitsPerDay ?? null,
    units_per_model: policy?.unitsPerModel ?? null,
    creates_per_run: policy?.createsPerRun ?? null,
  };
  printResult(deps, options, { success: true, limits, accounts }, (style) => {
    const table = formatTable(
      COLUMNS,
      accounts.map(({ account, today, total }) => [
        account,
        trim(committed(today)),
        trim(total.held),
        trim(total.settled),
      ]),
      { paintTitle: style.dim },
    );
    const pairs = Object.entries(limits).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name.replaceAll("_", " "), JSON.stringify(value)]],
    );
    const shown =
      pairs.length > 0 ? formatPairs(pairs, style.dim) : "  no policy, so every create needs an approval\n";
    return `${accounts.length > 0 ? table : "nothing was spent\n"}\n${style.bold("Limits")}\n${shown}`;
  });
}
