import { type Unit, USD_PER_UNIT, usdNumber } from "@klingkit/spec";

/** US dollars at list price of one unit of each; a unit that no pack sells has none. What a pack was bought for is unknown here. */
const LIST_PRICES: Readonly<Partial<Record<Unit, number>>> = { ...USD_PER_UNIT, usd: 1 };

/** US dollars of an amount at list price; null where no price is known. */
export function listPriceOf(amount: number, unit: Unit): number | null {
  const price = LIST_PRICES[unit];
  return price === undefined ? null : Math.round(amount * price * 10_000) / 10_000;
}

interface Amount {
  readonly unit: Unit;
  readonly amount: number;
}

/** US dollars of amounts of several units at list price; null where no price of one of them is known. */
export function listPriceSum(amounts: readonly Amount[]): number | null {
  const prices = amounts.map(({ unit, amount }) => (amount === 0 ? 0 : listPriceOf(amount, unit)));
  const known = prices.filter((price) => price !== null);
  return known.length < prices.length
    ? null
    : Math.round(known.reduce((sum, usd) => sum + usd, 0) * 10_000) / 10_000;
}

/**
 * What stands beside amounts: `US$ 0.42 at list price`, of several units `in all US$ 3.962 at list price`. Undefined where they are dollars
 * themselves, and where a price is unknown.
 */
export function listPriceText(amounts: readonly Amount[]): string | undefined {
  const charged = amounts.filter(({ amount }) => amount !== 0);
  const units = new Set((charged.length === 0 ? amounts.slice(0, 1) : charged).map(({ unit }) => unit));
  const usd = listPriceSum(amounts);
  if (usd === null || (units.size === 1 && units.has("usd"))) return undefined;
  return `${units.size > 1 ? "in all " : ""}US$ ${usdNumber(usd)} at list price`;
}
