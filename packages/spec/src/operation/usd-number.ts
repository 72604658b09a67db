import { requireNumber } from "../require-arguments.ts";
import { roundUnits } from "./price.ts";

/**
 * US dollars as a number: with cents, and with more digits where an amount has a part of one, so that rows add up to their total as
 * they are shown. `beside`: other amounts of the same column, which share its digits.
 */
export const usdNumber = (usd: number, beside: readonly number[] = []): string => {
  requireNumber("usdNumber", { usd });
  return usd.toFixed(Math.max(2, ...[usd, ...beside].map(digitsOf)));
};

const digitsOf = (amount: number): number => String(roundUnits(amount)).split(".")[1]?.length ?? 0;
