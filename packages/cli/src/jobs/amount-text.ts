import type { Unit } from "@klingkit/spec";
import { trim } from "./trim.ts";

/** Units of the video pack are what nearly everything costs, and are called "units"; the others carry their name. */
const NAMES: Readonly<Record<Unit, string>> = {
  video: "units",
  image: "image units",
  try_on: "try-on units",
  usd: "US$",
  credit: "credits",
};

/** `3 units`, `16 image units`, `US$ 0.70`. */
export const amountText = (amount: number, unit: Unit = "video"): string =>
  unit === "usd" ? dollars(amount) : `${trim(amount)} ${NAMES[unit]}`;

/** Where no limit holds: `any number of units`. */
export const anyAmountText = (unit: Unit): string =>
  unit === "usd" ? `any amount of ${NAMES.usd}` : `any number of ${NAMES[unit]}`;

const dollars = (amount: number): string => `${NAMES.usd} ${amount.toFixed(2)}`;

/** For a column of units: `3`, `16 image`. */
export const amountCell = (amount: number, unit: Unit = "video"): string =>
  unit === "video"
    ? trim(amount)
    : unit === "usd"
      ? dollars(amount)
      : `${trim(amount)} ${NAMES[unit].replace(/ units$/, "")}`;

/** Amounts of different units beside each other, never added: `3 units, 16 image units`. Units without an amount are left out. */
export function amountsText(amounts: ReadonlyMap<Unit, number>): string {
  const texts = [...amounts]
    .filter(([, amount]) => amount !== 0)
    .map(([unit, amount]) => amountText(amount, unit));
  return texts.length === 0 ? amountText(0) : texts.join(", ");
}
