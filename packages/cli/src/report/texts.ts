import { amountText, type Unit, usdNumber } from "@klingkit/spec";
import { listPriceOf } from "../jobs/list-price.ts";
import { countOf } from "../terminal/count-of.ts";
import type { ReportAmount, ReportJob } from "./report-data.ts";

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
  const [unit = "video"] = amounts.map((amount) => amount.unit);
  const texts = amountTexts(amounts, of);
  return listText(texts.length === 0 ? [amountText(0, unit)] : texts);
}

/** `about 3 units and 1 job of unknown price`; `unknown` where no job has a price. */
export function estimateText(amounts: readonly ReportAmount[]): string {
  const unpriced = amounts.reduce((sum, { unpricedJobs }) => sum + unpricedJobs, 0);
  if (unpriced === 0) return `about ${amountsOf(amounts, "estimated")}`;
  const texts = amountTexts(amounts, "estimated");
  if (texts.length === 0) return "unknown";
  return `about ${listText([...texts, `${countOf(unpriced, "job")} of unknown price`])}`;
}

const amountTexts = (
  amounts: readonly ReportAmount[],
  of: "estimated" | "settled" | "held",
): readonly string[] =>
  amounts.filter((amount) => amount[of] !== 0).map((amount) => amountText(amount[of], amount.unit));

export const listText = (texts: readonly string[]): string =>
  [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(" and ");

/** What was charged for a job; `price unknown` for one that is done, and of which neither a price nor a charge is known. */
export const chargedText = ({ settled, estimated, isDone, unit }: ReportJob): string =>
  isDone && settled === 0 && estimated === undefined ? "price unknown" : costText(settled, unit);
