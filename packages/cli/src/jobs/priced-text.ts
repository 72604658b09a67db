import { type Unit, usdNumber } from "@klingkit/spec";
import { amountText } from "./amount-text.ts";
import { listPriceOf } from "./list-price.ts";

/** `3 units (US$ 0.42)`; credits have no price in dollars that is known. */
function pricedText(amount: number, unit: Unit = "video"): string {
  const usd = listPriceOf(amount, unit);
  return unit === "usd" || usd === null
    ? amountText(amount, unit)
    : `${amountText(amount, unit)} (US$ ${usdNumber(usd)})`;
}

/** Amounts of different units are never added: `3 units (US$ 0.42) and US$ 0.70`. Units without an amount are left out. */
export const pricedTexts = (amounts: ReadonlyMap<Unit, number>): string =>
  [...amounts]
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => pricedText(amount, unit))
    .join(" and ");
