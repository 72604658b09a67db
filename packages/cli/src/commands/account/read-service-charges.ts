import type { ServiceCharge } from "@klingkit/engine";
import type { UnitDeduction } from "@klingkit/spec";
import type { Kling } from "klingkit";
import type { Deps } from "../../deps.ts";
import type { Period } from "./period.ts";

/** Every entry of both ledgers of the account. Free reads. An entry without a task or an amount tells nothing and is left out. */
export async function readServiceCharges(
  { signal }: Deps,
  kling: Kling,
  period: Period,
): Promise<readonly ServiceCharge[]> {
  const charges: ServiceCharge[] = [];
  for await (const entry of kling.account.units.iterate(period, { signal })) {
    const { task_id: taskId, deduction_amount: amount } = entry;
    if (taskId && typeof amount === "number") charges.push({ taskId, amount, unit: unitOf(entry) });
  }
  for await (const { task_id: taskId, deduction_amount: amount, list_price } of kling.account.cash.iterate(
    period,
    { signal },
  )) {
    if (!taskId || typeof amount !== "number") continue;
    charges.push({
      taskId,
      amount,
      unit: "usd",
      ...(typeof list_price === "number" ? { listPriceUsd: list_price } : {}),
    });
  }
  return charges;
}

const UNITS = { video: "video", image: "image", "try-on": "try_on" } as const;

/** A kind of pack that is not documented counts as the usual one. */
const unitOf = ({ product_type }: UnitDeduction): ServiceCharge["unit"] =>
  Object.entries(UNITS).find(([name]) => name === product_type)?.[1] ?? "video";
