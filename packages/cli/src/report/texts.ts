import { type Unit, usdNumber } from "@klingkit/spec";
import { amountText } from "../jobs/amount-text.ts";
import { listPriceOf } from "../jobs/list-price.ts";
import type { ReportAmount } from "./report-data.ts";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** `2.4 s`, `3 min 20 s`, `1 h 5 min`. */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < MINUTE_SECONDS) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < HOUR_SECONDS) return `${Math.floor(whole / MINUTE_SECONDS)} min ${whole % MINUTE_SECONDS} s`;
  return `${Math.floor(whole / HOUR_SECONDS)} h ${Math.floor((whole % HOUR_SECONDS) / MINUTE_SECONDS)} min`;
}

/** `2026-11-29 06:31 UTC`. */
export const timeText = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** At list price; 0 for a unit that no pack sells. */
export const usdOf = (units: number, unit: Unit): number => listPriceOf(units, unit) ?? 0;

/** `3 units (US$ 0.42)`. */
export function costText(units: number, unit: Unit): string {
  const usd = usdOf(units, unit);
  const amount = amountText(units, unit);
  return unit === "usd" || usd === 0 ? amount : `${amount} (US$ ${usdNumber(usd)})`;
}

/** `3 units, 8 image units and US$ 0.35`: sums beside each other, none of which contains another. */
export function amountsOf(amounts: readonly ReportAmount[], of: "estimated" | "settled" | "held"): string {
  const texts = amounts
    .filter((amount) => amount[of] !== 0)
    .map((amount) => amountText(amount[of], amount.unit));
  const [unit = "video"] = amounts.map((amount) => amount.unit);
  const last = texts.pop() ?? amountText(0, unit);
  return texts.length === 0 ? last : `${texts.join(", ")} and ${last}`;
}
