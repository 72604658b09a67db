import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { findBatch, queryOf } from "../../jobs/find-batch.ts";
import { LEDGER_FIELDS } from "../../jobs/job-fields.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
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

export async function runLedger(options: LedgerOptions, deps: Deps): Promise<void> {
  const limit = parseLimit(options.limit);
  const { batch: given } = options;
  pickFields([], LEDGER_FIELDS, options.json);
  const rows = await withJobClient(deps, options, async (jobClient) => {
    if (given === undefined) return jobClient.ledger({ limit });
    const found = await findBatch(deps, options, { given, jobClient });
    const { ids: jobIds, ...batch } = { ids: undefined, ...queryOf(found) };
    return jobClient.ledger({ limit, ...batch, ...(jobIds ? { jobIds } : {}) });
  });
  const entries = rows.map(({ seq, at, entry, units, unit, job_id, batch_id, account, model, attempt }) => ({
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
  }));
  const shown = pickFields(entries, LEDGER_FIELDS, options.json);
  printResult(deps, options, { success: true, entries: shown, count: entries.length }, (style) =>
    entries.length === 0
      ? "no entries\n"
      : formatTable(
          style,
          COLUMNS,
          entries.map(({ at, entry, units, unit, job, model, account }) => [
            at.slice(0, 19).replace("T", " "),
            entry,
            amountCell(units, unit),
            job,
            model,
            account,
          ]),
        ),
  );
}
