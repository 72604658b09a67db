import type { Measurement } from "../measure.ts";
import { KLING_VENUE } from "../paid-once/bench-service.ts";
import type { Client } from "../paid-once/client-job.ts";
import { FAULT_ROWS } from "../paid-once/fault-rows.ts";
import { installKlingApi } from "../paid-once/kling-api-client.ts";
import { buyWithKlingkit } from "../paid-once/klingkit-client.ts";
import { buyNaively } from "../paid-once/naive-client.ts";
import { barOf, describePurchase, isAsExpected } from "../paid-once/purchase-words.ts";
import { type RowOutcome, runRows } from "../paid-once/run-rows.ts";

const OURS = "klingkit";

/** One video is wanted, something breaks: creates sent, billed and delivered by three clients at one emulator. */
export async function measurePaidOnce(): Promise<readonly Measurement[]> {
  await using klingApi = await installKlingApi();
  const clients = new Map<string, Client>([
    [OURS, buyWithKlingkit],
    ["naive", buyNaively],
    ...(klingApi.absence === undefined ? [["kling-api", klingApi.buy] as const] : []),
  ]);
  const outcomes = await runRows(KLING_VENUE, FAULT_ROWS, clients);
  return outcomes.map((outcome) => toMeasurement(outcome, klingApi.absence));
}

function toMeasurement({ row, purchases, absence }: RowOutcome, klingApiAbsence?: string): Measurement {
  const ours = purchases.get(OURS);
  const { expected } = row;
  const others = [...purchases]
    .filter(([client]) => client !== OURS)
    .map(([client, purchase]) => `${client} ${describePurchase(purchase)}`);
  if (row.clockJumpMs !== undefined) others.push("the clock of kling-api cannot be set");
  if (row.hasCallbacks) others.push("the others take no callbacks");
  if (row.needsBooks) others.push("the others keep no books");
  if (klingApiAbsence !== undefined) others.push(`kling-api not installed: ${klingApiAbsence}`);
  return {
    name: row.name,
    seen: ours ? describePurchase(ours) : "not run",
    bar: barOf(expected),
    isReached: ours && isAsExpected(ours, expected),
    detail: absence ?? others.join("; "),
  };
}
