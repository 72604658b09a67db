import { requireNumber } from "../require-arguments.ts";
import type { Unit } from "./price.ts";
import { usdNumber } from "./usd-number.ts";

/** Units of the video pack are what nearly everything costs, and are called "units"; the others carry their name. */
const NAMES: Readonly<Record<Unit, string>> = {
  video: "units",
  image: "image units",
  try_on: "try-on units",
  usd: "US$",
  credit: "credits",
};

/** What amounts are counted in, as after "in": `units`, `image units`, `US$`. */
export const unitName = (unit: Unit): string => NAMES[unit];

/** An amount with what it is counted in, rounded to 1/1,000: `3 units`, `1 image unit`, `US$ 0.70`. Default: units of the video pack. */
export function amountText(amount: number, unit: Unit = "video"): string {
  requireNumber("amountText", { amount });
  if (unit === "usd") return `${NAMES.usd} ${usdNumber(amount)}`;
  const shown = String(Math.round(amount * 1000) / 1000);
  return `${shown} ${shown === "1" ? NAMES[unit].replace(/s$/, "") : NAMES[unit]}`;
}
