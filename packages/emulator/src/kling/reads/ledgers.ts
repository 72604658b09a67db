import { cashLedger, type ReadOperation, roundUnits, unitLedger } from "@klingkit/spec";
import { newestFirst } from "../../world/accounts/account.ts";
import type { Charge } from "../../world/accounts/charge.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { CASH } from "../renderings/format.ts";
import type { KlingState } from "../state.ts";
import { encodeCursor, readLedgerWindow } from "./ledger-window.ts";
import type { ReadCall, ReadHandler, ReadResult } from "./read-handler.ts";

/** Stands where an account without packs has none: it may spend without end, which no real account can. */
const NO_PACK = "00000000000000000000000000000000";

interface Entry {
  readonly task: TaskRecord;
  readonly charge: Charge;
}

/** `POST /account/billing/package`. @source DOC 2026-09 */
export const unitLedgerPage: ReadHandler = (state, call) =>
  answer(call, {
    operation: unitLedger,
    entries: entriesOf(state, call).filter(({ charge }) => charge.unit !== CASH),
    render: renderUnits,
    fieldOf: ({ task, charge }, key) =>
      ({
        ...task.ledgerInfo,
        product_type: productType(charge),
        package_id: packId(charge),
        package_name: charge.pack?.name,
      })[key],
  });

/** `POST /account/billing/balance`. @source DOC 2026-09 */
export const cashLedgerPage: ReadHandler = (state, call) =>
  answer(call, {
    operation: cashLedger,
    entries: entriesOf(state, call).filter(({ charge }) => charge.unit === CASH),
    render: renderCash,
    fieldOf: ({ task }, key) => task.ledgerInfo?.[key],
  });

/** Newest first (`INF`). */
function entriesOf({ tasks }: KlingState, { account }: ReadCall): readonly Entry[] {
  return [...newestFirst(account.taskIds, tasks.find)].flatMap((task) =>
    (task.charges ?? []).map((charge) => ({ task, charge })),
  );
}

interface Ledger {
  readonly operation: ReadOperation;
  readonly entries: readonly Entry[];
  readonly render: (entry: Entry) => object;
  readonly fieldOf: (entry: Entry, key: string) => unknown;
}

async function answer(
  { readText }: ReadCall,
  { operation, entries, render, fieldOf }: Ledger,
): Promise<ReadResult> {
  const window = readLedgerWindow(operation, await readText());
  if ("code" in window) return { refusal: window };
  const { startMs, endMs, filters, limit, from } = window;
  const found = entries.filter(
    (entry) =>
      // The documentation filters by the creation of the task, although entries carry the time of the deduction.
      entry.task.createdAtMs >= startMs &&
      entry.task.createdAtMs <= endMs &&
      filters.every(({ key, values }) => values.some((value) => fieldOf(entry, key) === value)),
  );
  const detail = found.slice(from, from + limit).map(render);
  const hasMore = from + limit < found.length;
  return {
    data: JSON.stringify({
      result: { detail, count: detail.length },
      ...(hasMore ? { next_cursor: encodeCursor({ ...window, from: from + limit }) } : {}),
      has_more: hasMore,
    }),
  };
}

/** @source DOC 2026-09; fields that a task does not have are left out (`INF`) */
function describeTask({ task, charge }: Entry) {
  const [result] = task.results;
  const { api_key_name, product_function, resolution, ...video } = task.ledgerInfo ?? {};
  return {
    task_id: task.id,
    api_key_name,
    product_function,
    model_name: task.model,
    resolution,
    ...(result?.kind === "video" ? { duration: result.durationSeconds.toFixed(2) } : {}),
    ...video,
    deduction_time: String(charge.atMs),
  };
}

const productType = ({ unit }: Charge): string => unit.replace("_", "-");
const packId = ({ pack }: Charge): string => pack?.id ?? NO_PACK;

function amounts(name: "unit" | "balance", { units, unitsBefore }: Charge) {
  if (unitsBefore === undefined) return { deduction_amount: units };
  return {
    [`${name}_before_deduction`]: unitsBefore,
    deduction_amount: units,
    [`${name}_after_deduction`]: roundUnits(unitsBefore - units),
  };
}

const renderUnits = (entry: Entry): object => ({
  package_id: packId(entry.charge),
  product_type: productType(entry.charge),
  ...describeTask(entry),
  ...amounts("unit", entry.charge),
});

const renderCash = (entry: Entry): object => ({
  ...describeTask(entry),
  cash_type: "balance",
  ...amounts("balance", entry.charge),
  list_price: entry.charge.units,
  currency: "USD",
});
