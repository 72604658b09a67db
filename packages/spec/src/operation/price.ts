/**
 * What is paid in: units of a pack (`video`, `image`, `try_on`), US dollars, or credits. Amounts of different units
 * are never added.
 */
export type Unit = "video" | "image" | "try_on" | "usd" | "credit";

/** An amount, and the seconds that it pays for where time is what is paid for. */
export interface Price {
  readonly unit: Unit;
  /** Amount in `unit`. */
  readonly units: number;
  /** List price of the amount in US dollars. */
  readonly usd: number;
  readonly seconds?: number;
}

interface Rated {
  /** Version of the price list. */
  readonly priceCard: string;
  /** What a second costs, where time is what is paid for. */
  readonly unitsPerSecond?: number;
  /** The service itself named the price when the plan was made. Absent: the price list did. */
  readonly isAsked?: true;
}

/**
 * What a paid call will cost if it succeeds; refused and failed ones cost nothing. Known, bounded by a ceiling where it
 * follows an input that was not seen, or unknown where the price list has no entry. Unknown is never 0: `ceilingOf` gives
 * the most that can be charged, or undefined.
 */
export type Estimate =
  | ({ readonly isKnown: true } & Price & Rated)
  | ({
      readonly isKnown: false;
      /** Why the price is unknown, and what would help. */
      readonly reason: string;
      /** The most that can be charged. */
      readonly ceiling: Price;
      readonly assumed?: never;
    } & Rated)
  | {
      readonly isKnown: false;
      readonly reason: string;
      readonly ceiling?: never;
      /** What it probably costs, by sources that are not the service. It bounds nothing. */
      readonly assumed?: Price;
      readonly unitsPerSecond?: never;
      readonly isAsked?: never;
      readonly priceCard: string;
    };

/** The most that a call can cost. Undefined where no price is listed: that may be any amount, never 0. */
export const ceilingOf = (estimate: Estimate): Price | undefined =>
  estimate.isKnown ? estimate : estimate.ceiling;

/** Rounds to 1/10,000 unit: sums of decimal rates stay exact. */
export const roundUnits = (units: number): number => Math.round(units * 10_000) / 10_000;
