import type { Job, JobClient } from "@klingkit/engine";
import type { Unit } from "@klingkit/spec";
import { listPriceOf } from "./list-price.ts";
import { pricedTexts } from "./priced-text.ts";
import { trim } from "./trim.ts";

/** What jobs cost, by unit. */
export interface Billed {
  /** What the service reported. */
  readonly settled: ReadonlyMap<Unit, number>;
  /** What running jobs and those in `unknown` hold. */
  readonly held: ReadonlyMap<Unit, number>;
}

/** Jobs per sum, which is one statement. */
const SUM_JOBS = 400;

/** Of these jobs only: others of their batches may belong to another plan. */
export async function billedFor(
  jobClient: Pick<JobClient, "sums">,
  jobs: readonly Pick<Job, "id" | "unit">[],
): Promise<Billed> {
  const settled = new Map<Unit, number>();
  const held = new Map<Unit, number>();
  for (const [unit, those] of Map.groupBy(jobs, (job) => job.unit)) {
    for (let at = 0; at < those.length; at += SUM_JOBS) {
      const jobIds = those.slice(at, at + SUM_JOBS).map(({ id }) => id);
      const sums = await jobClient.sums({ jobIds, unit });
      settled.set(unit, (settled.get(unit) ?? 0) + sums.settled);
      held.set(unit, (held.get(unit) ?? 0) + sums.held);
    }
  }
  return { settled, held };
}

/** Those of the video pack, and others by name; without others, these are absent. */
export function billedJson({ settled, held }: Billed): object {
  const amountOf = (unit: Unit) => ({
    settled: rounded(settled.get(unit) ?? 0),
    held: rounded(held.get(unit) ?? 0),
  });
  const others = [...settled.keys()].filter((unit) => unit !== "video");
  return {
    units: amountOf("video"),
    ...(others.length === 0
      ? {}
      : { other_units: Object.fromEntries(others.map((unit) => [unit, amountOf(unit)])) }),
  };
}

const rounded = (units: number): number => Number(trim(units));

interface BilledWhere {
  readonly isEmulated: boolean;
  /** What the sum is of, such as `these 3 videos`, where an earlier command bought some of it. Default: what this one bought. */
  readonly sumOf?: string | undefined;
}

/** What was paid, and what may be for tasks that have not ended or cannot be verified. */
export function billedPairs(
  { settled, held }: Billed,
  { isEmulated, sumOf }: BilledWhere,
): readonly (readonly [label: string, value: string])[] {
  const [isPaid, isHeld] = [settled, held].map((amounts) =>
    [...amounts.values()].some((amount) => amount > 0),
  );
  const end = sumOf === undefined ? "" : ` for ${sumOf}`;
  const reserved = isHeld
    ? [["reserved", `about ${pricedTexts(held)}, until the outcome is known`] as const]
    : [];
  if (isEmulated) {
    const list = isPaid ? ` At list price: ${pricedTexts(settled)}${end}` : "";
    return [["cost", `No charge (emulator).${list}`], ...reserved];
  }
  const none = isHeld ? "nothing yet" : "nothing";
  return [["charged", isPaid ? `${chargedText(settled)}${end}` : none], ...reserved];
}

const chargedText = (settled: ReadonlyMap<Unit, number>): string =>
  `${pricedTexts(settled)}${[...settled].some(([unit, amount]) => amount > 0 && isPackUnit(unit)) ? " at list price" : ""}`;

/** US dollars and credits are charged as they are. */
const isPackUnit = (unit: Unit): boolean => unit !== "usd" && listPriceOf(1, unit) !== null;
