import { type Unit, usdNumber } from "@klingkit/spec";
import { trim } from "./trim.ts";

/** Units of the video pack are what nearly everything costs, and are called "units"; the others carry their name. */
const NAMES: Readonly<Record<Unit, string>> = {
  video: "units",
  image: "image units",
  try_on: "try-on units",
  usd: "US$",
  credit: "credits",
};

/** As after "in": `units`, `US$`. */
export const unitName = (unit: Unit): string => NAMES[unit];

/** `3 units`, `1 image unit`, `US$ 0.70`. */
export function amountText(amount: number, unit: Unit = "video"): string {
  if (unit === "usd") return dollars(amount);
  const shown = trim(amount);
  return `${shown} ${shown === "1" ? NAMES[unit].replace(/s$/, "") : NAMES[unit]}`;
}

/** Where no limit holds: `any number of units`. */
export const anyAmountText = (unit: Unit): string =>
  unit === "usd" ? `any amount of ${NAMES.usd}` : `any number of ${NAMES[unit]}`;

const dollars = (amount: number): string => `${NAMES.usd} ${usdNumber(amount)}`;

/** For a column of units: `3`, `16 image`. */
export const amountCell = (amount: number, unit: Unit = "video"): string =>
  unit === "video"
    ? trim(amount)
    : unit === "usd"
      ? dollars(amount)
      : `${trim(amount)} ${NAMES[unit].replace(/ units$/, "")}`;
