import { type Estimate, type Price, roundUnits, type Unit } from "../../operation/price.ts";

/** What Kling's packs are counted in. */
export type PackUnit = Extract<Unit, "video" | "image" | "try_on">;

/** List price of one unit in US dollars. @source DOC 2026-09 pricing page (video, try-on); DOC 2026-09, derived from prices per image (image) */
export const USD_PER_UNIT: Readonly<Record<PackUnit, number>> = { video: 0.14, image: 0.0035, try_on: 0.07 };

/** @source DOC 2026-09-20: pricing/base/video; three live deductions agree */
export const PRICE_CARD = {
  /** Changes whenever a price changes; plans remember it. */
  version: "2026-09-20",
} as const;

/** An amount of a pack, with its list price. */
export function priceOf(unit: PackUnit, amount: number): Price {
  const units = roundUnits(amount);
  return { unit, units, usd: Math.round(units * USD_PER_UNIT[unit] * 10_000) / 10_000 };
}

/** A price that no input changes. */
export const knownPrice = (unit: PackUnit, amount: number): Estimate => ({
  isKnown: true,
  ...priceOf(unit, amount),
  priceCard: PRICE_CARD.version,
});

/** A price by the second of an input, from a length that may be unknown: then it is the most that the longest input costs. */
export function pricePerSecond(
  unit: PackUnit,
  { unitsPerSecond, seconds, maxSeconds, input }: PerSecond,
): Estimate {
  const rated = { unitsPerSecond, priceCard: PRICE_CARD.version };
  if (seconds !== undefined)
    return { isKnown: true, ...priceOf(unit, unitsPerSecond * seconds), seconds, ...rated };
  const ceiling = { ...priceOf(unit, unitsPerSecond * maxSeconds), seconds: maxSeconds };
  return { isKnown: false, reason: `it follows the length of the ${input}`, ceiling, ...rated };
}

interface PerSecond {
  readonly unitsPerSecond: number;
  /** Seconds that are paid for, rounded already. */
  readonly seconds: number | undefined;
  readonly maxSeconds: number;
  /** What is measured, such as `sound`. */
  readonly input: string;
}

/** A price that follows what is not in the body, with the most that it can be. */
export const ceilingPrice = (unit: PackUnit, amount: number, reason: string): Estimate => ({
  isKnown: false,
  reason,
  ceiling: priceOf(unit, amount),
  priceCard: PRICE_CARD.version,
});

/** A price that is not on the list, with what others paid: it holds nothing back from a budget, because nothing vouches for it. */
export const assumedPrice = (unit: PackUnit, amount: number, reason: string): Estimate => {
  const assumed = priceOf(unit, amount);
  const about = `about ${amount} ${amount === 1 ? "unit" : "units"} (US$ ${assumed.usd.toFixed(2)})`;
  return {
    isKnown: false,
    reason: `${reason}; ${about} by third parties, unverified`,
    assumed,
    priceCard: PRICE_CARD.version,
  };
};

/** A price that is not on the list. */
export const unknownPrice = (reason: string): Estimate => ({
  isKnown: false,
  reason,
  priceCard: PRICE_CARD.version,
});

/** Of a body that nobody can read, and so not price. */
export const UNREADABLE_ESTIMATE: Estimate = /* @__PURE__ */ unknownPrice("the request cannot be read");
