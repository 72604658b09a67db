import type { Measurement } from "../measure.ts";
import { HIGGSFIELD_VENUE } from "../paid-once/bench-service.ts";
import type { Client } from "../paid-once/client-job.ts";
import { buyAtHiggsfield, installHiggsfieldClient } from "../paid-once/higgsfield-clients.ts";
import { HIGGSFIELD_ROWS } from "../paid-once/higgsfield-rows.ts";
import { barOf, describePurchase, isAsExpected } from "../paid-once/purchase-words.ts";
import { type RowOutcome, runRows } from "../paid-once/run-rows.ts";

const OURS = "klingkit";
const THEIRS = "@higgsfield/client";

/** One video of Higgsfield is wanted, something breaks: klingkit beside the service's own client at one emulator. */
export async function measurePaidOnceAtHiggsfield(): Promise<readonly Measurement[]> {
  await using installed = await installHiggsfieldClient();
  const { absence } = installed;
  const clients = new Map<string, Client>([
    [OURS, buyAtHiggsfield],
    ...(absence === undefined ? [["theirs", installed.buy] as const] : []),
  ]);
  const outcomes = await runRows(HIGGSFIELD_VENUE, HIGGSFIELD_ROWS, clients);
  return outcomes.map((outcome) => toMeasurement(outcome, absence));
}

function toMeasurement({ row, purchases, absence }: RowOutcome, missing: string | undefined): Measurement {
  const ours = purchases.get(OURS);
  const theirs = purchases.get("theirs");
  const other = theirs ? `${THEIRS} ${describePurchase(theirs)}` : `${THEIRS} not installed: ${missing}`;
  return {
    name: row.name,
    seen: ours ? describePurchase(ours) : "not run",
    bar: barOf(row.expected),
    isReached: ours && isAsExpected(ours, row.expected),
    detail: absence ?? other,
  };
}
