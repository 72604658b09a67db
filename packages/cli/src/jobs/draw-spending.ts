import { isEmulatedAccount, type JobsSpending } from "@klingkit/engine";
import { type Unit, usdNumber } from "@klingkit/spec";
import type { Style } from "../terminal/style.ts";
import { type Column, formatTable } from "../terminal/table.ts";
import { amountCell } from "./amount-text.ts";
import { listPriceOf } from "./list-price.ts";

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
  return `${formatTable(style, columns, cells)}${emulatedNote(style, rows)}`;
}

function emulatedNote(style: Style, rows: readonly SpendingJson[]): string {
  const emulated = rows.filter(({ account }) => isEmulatedAccount(account));
  if (emulated.length === 0) return "";
  return emulated.length === rows.length
    ? style.dim("No charge (emulator).\n")
    : style.dim("Rows of an emulator: no charge.\n");
}
