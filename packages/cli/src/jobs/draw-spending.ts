import { isEmulatedAccount, type JobsSpending } from "@klingkit/engine";
import { type Unit, usdNumber } from "@klingkit/spec";
import type { Style } from "../terminal/style.ts";
import { type Column, formatTable } from "../terminal/table.ts";
import { amountCell } from "./amount-text.ts";
import { listPriceOf, listPriceSum } from "./list-price.ts";

/** Sums of one account in one unit, with what they come to at list price. */
export interface SpendingJson {
  readonly account: string;
  readonly unit: Unit;
  readonly spent: number;
  readonly held: number;
  /** Null where no price is known. */
  readonly spent_usd: number | null;
  readonly held_usd: number | null;
}

export const spendingJson = ({ account, unit, total }: JobsSpending): SpendingJson => ({
  account,
  unit,
  spent: total.settled,
  held: total.held,
  spent_usd: listPriceOf(total.settled, unit),
  held_usd: listPriceOf(total.held, unit),
});

/** What rows of all units come to in US dollars at list price. Null where no price of one of them is known. */
export interface SpendingInAllJson {
  readonly spent_usd: number | null;
  readonly held_usd: number | null;
}

export function spendingInAll(rows: readonly SpendingJson[]): SpendingInAllJson {
  const paid = paidRows(rows);
  return {
    spent_usd: listPriceSum(paid.map(({ unit, spent: amount }) => ({ unit, amount }))),
    held_usd: listPriceSum(paid.map(({ unit, held: amount }) => ({ unit, amount }))),
  };
}

/** Nobody pays what an emulator counts: it is no part of a sum of money, unless there is nothing else. */
function paidRows(rows: readonly SpendingJson[]): readonly SpendingJson[] {
  const paid = rows.filter(({ account }) => !isEmulatedAccount(account));
  return paid.length === 0 ? rows : paid;
}

const COLUMNS: readonly Column[] = [
  { title: "ACCOUNT", min: 12, cut: "middle", rank: 2 },
  { title: "SPENT", isNumber: true },
  { title: "US$ AT LIST PRICE", isNumber: true },
  { title: "RESERVED", isNumber: true, rank: 1 },
];

interface Labels<Row> {
  /** What stands before the account. */
  readonly column: Column;
  readonly cell: (row: Row) => string;
}

/** A table of sums. Below it stands that nobody pays what an emulator counts. */
export function drawSpending<Row extends SpendingJson>(
  style: Style,
  rows: readonly Row[],
  labels?: Labels<Row>,
): string {
  const columns = labels ? [labels.column, ...COLUMNS] : COLUMNS;
  const beside = rows.flatMap(({ spent_usd }) => spent_usd ?? []);
  const cells = rows.map((row) => [
    ...(labels ? [labels.cell(row)] : []),
    row.account,
    amountCell(row.spent, row.unit),
    row.spent_usd === null ? "unknown" : usdNumber(row.spent_usd, beside),
    amountCell(row.held, row.unit),
  ]);
  return `${formatTable(style, columns, cells)}${inAllLine(rows)}${emulatedNote(style, rows)}`;
}

/** Amounts of several units have a sum in US dollars alone. */
function inAllLine(rows: readonly SpendingJson[]): string {
  const paid = paidRows(rows).filter(({ spent, held }) => spent !== 0 || held !== 0);
  const { spent_usd: spent, held_usd: held } = spendingInAll(rows);
  if (new Set(paid.map(({ unit }) => unit)).size < 2 || spent === null || held === null) return "";
  const reserved = held === 0 ? "" : `, and US$ ${usdNumber(held)} reserved`;
  const without = paidRows(rows).length < rows.length ? ", without the rows of an emulator" : "";
  return `In all US$ ${usdNumber(spent)} at list price${reserved}${without}.\n`;
}

function emulatedNote(style: Style, rows: readonly SpendingJson[]): string {
  const emulated = rows.filter(({ account }) => isEmulatedAccount(account));
  if (emulated.length === 0) return "";
  return emulated.length === rows.length
    ? style.dim("No charge (emulator).\n")
    : style.dim("Rows of an emulator: no charge.\n");
}
