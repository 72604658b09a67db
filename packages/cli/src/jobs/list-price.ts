import { type Unit, USD_PER_UNIT } from "@klingkit/spec";

/** US dollars at list price of one unit of each; a unit that no pack sells has none. What a pack was bought for is unknown here. */
const LIST_PRICES: Readonly<Partial<Record<Unit, number>>> = { ...USD_PER_UNIT, usd: 1 };

/** US dollars of an amount at list price; null where no price is known. */
export function listPriceOf(amount: number, unit: Unit): number | null {
  const price = LIST_PRICES[unit];
  return price === undefined ? null : Math.round(amount * price * 10_000) / 10_000;
}
