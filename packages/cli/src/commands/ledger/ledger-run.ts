import type { LedgerRow } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { LEDGER_FIELDS } from "../../jobs/job-fields.ts";
import { queryOf } from "../../jobs/job-set.ts";
import { unreportedNote } from "../../jobs/unreported.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { cutList, moreLine, rowsToRead } from "../../terminal/cut-list.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";

export interface LedgerOptions extends OutputOptions, StoreOptions {
  readonly batch?: string;
  readonly limit: string;
}

const COLUMNS = [
  { title: "TIME" },
  { title: "ENTRY" },
  { title: "UNITS", isNumber: true },
  // Other commands take the id, so that it is never cut.
  { title: "JOB" },
  { title: "MODEL", min: 10, rank: 1 },
  { title: "ACCOUNT", min: 9, cut: "middle", rank: 2 },
] as const;

/** What nobody reported must not look like a bill. */
function estimateLine(style: Style, rows: readonly Pick<LedgerRow, "entry" | "unit">[]): string {
  const note = unreportedNote(rows.flatMap(({ entry, unit }) => (entry === "settle" ? [unit] : [])));
  return note === undefined ? "" : style.dim(`${note}.\n`);
}

export async function runLedger(options: LedgerOptions, deps: Deps): Promise<void> {
  const limit = parseLimit(options.limit);
  const most = rowsToRead(limit);
  const { batch: given } = options;
  pickFields([], LEDGER_FIELDS, options.json);
  const { rows, spending, missing } = await withJobClient(deps, options, async (jobClient, missing) => {
    if (given === undefined)
      return { rows: await jobClient.ledger({ limit: most }), spending: undefined, missing };
    const { findBatch } = await import("../../jobs/find-batch.ts");
    const found = await findBatch(deps, options, { given, jobClient });
    const query = queryOf(found);
    const jobs = "ids" in query ? { jobIds: query.ids } : query;
    return {
      rows: await jobClient.ledger({ limit: most, ...jobs }),
      spending: await jobClient.jobsSpending(jobs),
      missing,
    };
  });
  const list = cutList(rows, limit);
  const entries = list.shown.map(
    ({ seq, at, entry, units, unit, job_id, batch_id, account, model, attempt }) => ({
      seq,
      at: new Date(at).toISOString(),
      entry,
      units,
      ...(unit === "video" ? {} : { unit }),
      job: job_id,
      batch: batch_id,
      account,
      model,
      attempt,
    }),
  );
  const shown = pickFields(entries, LEDGER_FIELDS, options.json);
  // Only sums of a batch need it.
  const view = spending && (await import("../../jobs/draw-spending.ts"));
  const totals = view && spending.map(view.spendingJson);
  const result = {
    success: true,
    entries: shown,
    count: entries.length,
    has_more: list.hasMore,
    ...(totals && view ? { totals, in_all: view.spendingInAll(totals) } : {}),
    ...missing,
  };
  printResult(deps, options, result, (style) => {
    if (entries.length === 0) return "no entries\n";
    const cells = entries.map(({ at, entry, units, unit, job, model, account }) => [
      at.slice(0, 19).replace("T", " "),
      entry,
      amountCell(units, unit),
      job,
      model,
      account,
    ]);
    const table = formatTable(style, COLUMNS, cells);
    const more = `${moreLine(style, list, "entries")}${estimateLine(style, list.shown)}`;
    if (totals === undefined || view === undefined) return `${table}${more}`;
    const note = list.hasMore ? style.dim("The sums count all entries.\n") : "";
    return `${table}${more}${note}\n${view.drawSpending(style, totals)}`;
  });
}
