import type { Unit } from "@klingkit/spec";

/** Only Higgsfield is paid in dollars, and no response of it tells what a request cost. */
const NOTE = "Higgsfield reports no charges: what is booked in US$ is estimated by its price list";

/** What to say beside amounts of these units that count as charged; undefined where the service reported them all. */
export const unreportedNote = (units: Iterable<Unit>): string | undefined =>
  [...units].includes("usd") ? NOTE : undefined;
