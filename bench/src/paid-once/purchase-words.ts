import type { Expectation } from "./fault-rows.ts";
import type { Purchase } from "./run-rows.ts";

/** Creates sent, billed and whole files, and how it ended. */
export const describePurchase = ({ sent, billed, delivered, outcome }: Purchase): string =>
  `${sent} / ${billed} / ${delivered} ${outcome.replaceAll("|", "/")}`;

export const barOf = ({ sentAtMost, billed, delivered, state, heldUnits }: Expectation): string =>
  `≤ ${sentAtMost} / ${billed} / ${delivered} ${state}${heldUnits > 0 ? `, ${heldUnits} units held` : ""}`;

export const isAsExpected = (seen: Purchase, expected: Expectation): boolean =>
  seen.sent <= expected.sentAtMost &&
  seen.billed === expected.billed &&
  seen.delivered === expected.delivered &&
  seen.outcome === expected.state &&
  seen.heldUnits === expected.heldUnits;
