import type { ApprovalPolicy, JobClient } from "@klingkit/engine";
import { amountText, unitName } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { drawSpending, spendingInAll, spendingJson } from "../../jobs/draw-spending.ts";
import { loadPolicy } from "../../jobs/open-engine.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { formatTable } from "../../terminal/table.ts";

export interface BudgetOptions extends OutputOptions, StoreOptions {
  readonly policy?: string;
  readonly purpose?: string;
}

/** Spent in all, which includes today, and reserved add up to the last column: what was charged, or may be. */
const COLUMNS = [
  { title: "ACCOUNT", min: 12, cut: "middle" },
  { title: "SPENT TODAY", isNumber: true, rank: 1 },
  { title: "SPENT IN ALL", isNumber: true },
  { title: "RESERVED", isNumber: true },
  { title: "SPENT + RESERVED", isNumber: true },
] as const;

export async function runBudget(options: BudgetOptions, deps: Deps): Promise<void> {
  const policy = await loadPolicy(deps, options);
  const { purpose: wanted } = options;
  const { spending, byPurpose, missing } = await withJobClient(deps, options, async (jobClient, missing) => ({
    missing,
    spending: await readSpending(jobClient),
    byPurpose: await jobClient.purposeSpending(wanted === undefined ? {} : { purpose: wanted }),
  }));
  const accounts = spending.map(({ account, earlierNames, unit, today, total }) => ({
    account,
    ...(earlierNames.length === 0 ? {} : { earlier_names: earlierNames }),
    unit,
    today,
    total,
    spent_today: today.settled,
    spent: total.settled,
    held: total.held,
  }));
  const purposes = byPurpose.map((row) => ({ purpose: row.purpose, ...spendingJson(row) }));
  const limits = {
    units_per_run: policy?.unitsPerRun ?? null,
    units_per_day: policy?.unitsPerDay ?? null,
    units_per_model: policy?.unitsPerModel ?? null,
    creates_per_run: policy?.createsPerRun ?? null,
    per_unit: perUnitJson(policy?.perUnit),
  };
  const result = { success: true, limits, accounts, purposes, in_all: spendingInAll(purposes), ...missing };
  printResult(deps, options, result, (style) => {
    const purposeTable = drawSpending(style, purposes, {
      column: { title: "PURPOSE", min: 12 },
      cell: ({ purpose }) => showOnOneLine(purpose),
    });
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
    const { per_unit: perUnit, ...others } = limits;
    const pairs = [
      ...Object.entries(others).flatMap(([name, value]): [string, string][] =>
        value === null ? [] : [[name.replaceAll("_", " "), limitText(value)]],
      ),
      ...perUnitPairs(perUnit),
    ];
    const together = accounts.flatMap(({ account, earlier_names: names = [] }) =>
      names.length === 0 ? [] : [[account, ...names].join(" and ")],
    );
    pairs.push(...[...new Set(together)].map((names) => ["counted as one", names] as [string, string]));
    const shown =
      pairs.length > 0
        ? formatPairs(pairs, style.dim)
        : "  No policy: each purchase needs an approval. An emulator charges nothing and needs none.\n";
    return `${accounts.length > 0 ? `${table}\n${purposeTable}` : "nothing was spent\n"}\n${style.bold("Limits")}\n${shown}`;
  });
}

type UnitLimits = NonNullable<ApprovalPolicy["perUnit"]>;
const units = (perUnit: UnitLimits) => Object.keys(perUnit) as (keyof UnitLimits)[];

/** Limits of other units than those of the video pack; null for none. */
const perUnitJson = (perUnit: UnitLimits | undefined) =>
  perUnit === undefined
    ? null
    : Object.fromEntries(
        units(perUnit).map((unit) => {
          const { unitsPerRun = null, unitsPerDay = null } = perUnit[unit] ?? {};
          return [unit, { units_per_run: unitsPerRun, units_per_day: unitsPerDay }];
        }),
      );

/** `US$ per day`, `1.50`. */
const perUnitPairs = (perUnit: ReturnType<typeof perUnitJson>): [string, string][] =>
  Object.entries(perUnit ?? {}).flatMap(([name, { units_per_run, units_per_day }]) => {
    const unit = name as keyof UnitLimits;
    const amounts = [
      ["run", units_per_run],
      ["day", units_per_day],
    ] as const;
    return amounts.flatMap(([span, amount]): [string, string][] =>
      amount === null ? [] : [[`${unitName(unit)} per ${span}`, amountText(amount, unit)]],
    );
  });

/** With what each account was called before, which limits count along. */
async function readSpending(jobClient: JobClient) {
  const rows = await jobClient.spending();
  const named = rows.map(async (row) => ({
    ...row,
    earlierNames: (await jobClient.namesOf(row)).slice(1),
  }));
  return Promise.all(named);
}

/** `300`, or `kling-v3: 200, kling-v2-6: 50`. */
const limitText = (value: number | Readonly<Record<string, number>>): string =>
  typeof value === "number"
    ? String(value)
    : Object.entries(value)
        .map(([model, units]) => `${model}: ${units}`)
        .join(", ");
