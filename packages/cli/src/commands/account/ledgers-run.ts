import { UNIT_LEDGER_PRODUCTS } from "@klingkit/spec";
import type { Kling } from "klingkit";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { openKling } from "../../session/client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../../session/settings.ts";
import { cutList, moreLine, rowsToRead } from "../../terminal/cut-list.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import { type Column, formatTable } from "../../terminal/table.ts";
import { lastDays, type Period, serviceNowMs } from "./period.ts";

interface LedgerOptions extends OutputOptions, ConnectionOptions {
  readonly days: string;
  readonly limit: string;
  readonly key?: string;
}

export interface UnitsOptions extends LedgerOptions {
  readonly product?: string;
  readonly pack?: string;
  readonly packId?: string;
}

/** Fields of an entry, as the service calls them. */
const TASK_FIELDS = [
  "task_id",
  "api_key_name",
  "product_function",
  "model_name",
  "resolution",
  "duration",
  "refer_video_input",
  "video_sound",
  "voice_control",
  "deduction_time",
  "deduction_amount",
] as const;

const UNIT_FIELDS = [
  ...TASK_FIELDS,
  "package_id",
  "product_type",
  "unit_before_deduction",
  "unit_after_deduction",
];

const CASH_FIELDS = [
  ...TASK_FIELDS,
  "cash_type",
  "balance_before_deduction",
  "balance_after_deduction",
  "list_price",
  "currency",
];

export const runUnits = (options: UnitsOptions, deps: Deps): Promise<void> =>
  runLedger(deps, options, {
    fields: UNIT_FIELDS,
    unit: "product_type",
    amountLeft: "unit_after_deduction",
    read: (kling, query) =>
      kling.account.units.iterate(
        {
          ...query,
          productTypes: productsOf(options),
          packageNames: options.pack === undefined ? undefined : [options.pack],
          packageIds: options.packId === undefined ? undefined : [options.packId],
        },
        { signal: deps.signal },
      ),
  });

export const runCash = (options: LedgerOptions, deps: Deps): Promise<void> =>
  runLedger(deps, options, {
    fields: CASH_FIELDS,
    unit: "currency",
    amountLeft: "balance_after_deduction",
    read: (kling, query) => kling.account.cash.iterate(query, { signal: deps.signal }),
  });

type Entry = Readonly<Record<string, unknown>>;

interface LedgerQuery extends Period {
  readonly limit: number;
  readonly apiKeyNames: readonly string[] | undefined;
}

interface Ledger {
  readonly fields: readonly string[];
  /** Fields that the table shows beside the amount. */
  readonly unit: string;
  readonly amountLeft: string;
  read(kling: Kling, query: LedgerQuery): AsyncIterable<Entry>;
}

/** Entries of one response at most. */
const PAGE = 500;

async function runLedger(deps: Deps, options: LedgerOptions, ledger: Ledger): Promise<void> {
  const limit = parseLimit(options.limit);
  pickFields([], ledger.fields, options.json);
  const settings = readSettings(deps, options);
  requireCredentials(settings);
  const days = lastDays(options.days, await serviceNowMs(deps, settings.baseUrl.value));
  const query = { ...days, limit: Math.min(rowsToRead(limit), PAGE), apiKeyNames: namesOf(options.key) };
  const read: Entry[] = [];
  for await (const entry of ledger.read(openKling(deps, settings), query)) {
    read.push(Object.fromEntries(ledger.fields.map((field) => [field, entry[field] ?? null])));
    if (read.length > limit) break;
  }
  const list = cutList(read, limit);
  const { shown: entries, hasMore } = list;
  const result = {
    success: true,
    entries: pickFields(entries, ledger.fields, options.json),
    count: entries.length,
    has_more: hasMore,
  };
  printResult(deps, options, result, (style) =>
    entries.length === 0
      ? "No deductions in this period.\n"
      : `${formatTable(
          style,
          COLUMNS,
          entries.map((entry) => cellsOf(entry, ledger)),
        )}${moreLine(style, list, "entries")}`,
  );
}

const COLUMNS: readonly Column[] = [
  { title: "TIME" },
  { title: "TASK" },
  { title: "FOR", min: 10, rank: 1 },
  { title: "MODEL", min: 8, rank: 2 },
  { title: "AMOUNT", isNumber: true },
  { title: "OF" },
  { title: "LEFT", isNumber: true, rank: 3 },
  { title: "KEY", min: 6, rank: 4 },
];

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function cellsOf(entry: Entry, { unit, amountLeft }: Ledger): readonly string[] {
  return [
    timeText(entry["deduction_time"]),
    ...[
      "task_id",
      "product_function",
      "model_name",
      "deduction_amount",
      unit,
      amountLeft,
      "api_key_name",
    ].map((field) => textOf(entry[field])),
  ];
}

/** The service writes the time as text. */
function timeText(value: unknown): string {
  const date = new Date(Number(value ?? Number.NaN));
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 19).replace("T", " ");
}

/** Names with commas between them; undefined for none. */
function namesOf(text: string | undefined): readonly string[] | undefined {
  const names = text
    ?.split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return names && names.length > 0 ? names : undefined;
}

type Product = (typeof UNIT_LEDGER_PRODUCTS)[number];

const isProduct = (name: string): name is Product => UNIT_LEDGER_PRODUCTS.some((known) => known === name);

function productsOf({ product }: UnitsOptions): readonly Product[] | undefined {
  return namesOf(product)?.map((name) => {
    if (isProduct(name)) return name;
    throw usageError("invalid_product", `--product: no '${name}'. Use ${UNIT_LEDGER_PRODUCTS.join(", ")}.`);
  });
}
