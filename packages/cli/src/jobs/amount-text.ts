import { amountText, type Unit, unitName } from "@klingkit/spec";
import { trim } from "./trim.ts";

/** Where no limit holds: `any number of units`. */
export const anyAmountText = (unit: Unit): string =>
  unit === "usd" ? `any amount of ${unitName(unit)}` : `any number of ${unitName(unit)}`;

/** For a column of units: `3`, `16 image`. */
export const amountCell = (amount: number, unit: Unit = "video"): string =>
  unit === "video"
    ? trim(amount)
    : unit === "usd"
      ? amountText(amount, unit)
      : `${trim(amount)} ${unitName(unit).replace(/ units$/, "")}`;
