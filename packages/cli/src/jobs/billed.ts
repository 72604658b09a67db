import type { Job, JobClient } from "@klingkit/engine";
import { mayHaveCharged } from "@klingkit/engine/jobs";
import { roundUnits, type Unit } from "@klingkit/spec";
import { countOf } from "../terminal/count-of.ts";
import { listPriceOf } from "./list-price.ts";
import { pricedTexts } from "./priced-text.ts";
import { trim } from "./trim.ts";
import { unreportedNote } from "./unreported.ts";

/** What jobs cost, by unit. */
export interface Billed {
  /** What the services reported, and what was booked where one reports nothing. */
  readonly settled: ReadonlyMap<Unit, number>;
  /** What jobs hold that have not ended. */
  readonly held: ReadonlyMap<Unit, number>;
  /** Of that, what jobs hold of which certainly nothing was taken. */
  readonly unsent: ReadonlyMap<Unit, number>;
  /** Whether the service lists no price for one of the jobs: then an emulator counts what third parties paid. */
  readonly isUnlisted: boolean;
  /** Jobs that may still be charged, and for which nothing could be reserved, because their price is unknown. */
  readonly unpricedJobs: number;
}

/** Of these jobs only: others of their batches may belong to another plan. */
export async function billedFor(
  jobClient: Pick<JobClient, "sums">,
  jobs: readonly Pick<Job, "id" | "unit" | "state" | "mayBeTaken" | "estimateUnits" | "endedAtMs">[],
): Promise<Billed> {
  const settled = new Map<Unit, number>();
  const held = new Map<Unit, number>();
  const unsent = new Map<Unit, number>();
  for (const [unit, those] of Map.groupBy(jobs, (job) => job.unit)) {
    const sums = await jobClient.sums({ jobIds: those.map(({ id }) => id), unit });
    settled.set(unit, sums.settled);
    held.set(unit, sums.held);
    const idle = those.filter((job) => mayHaveCharged([job]) === "no").map(({ id }) => id);
    if (sums.held > 0 && idle.length > 0)
      unsent.set(unit, (await jobClient.sums({ jobIds: idle, unit })).held);
  }
  const unlisted = jobs.filter(({ estimateUnits }) => estimateUnits === undefined);
  const unpricedJobs = unlisted.filter(
    (job) => job.endedAtMs === undefined && mayHaveCharged([job]) !== "no",
  ).length;
  return { settled, held, unsent, isUnlisted: unlisted.length > 0, unpricedJobs };
}

/** Those of the video pack, and others by name; without others, these are absent. */
export function billedJson({ settled, held }: Pick<Billed, "settled" | "held">): object {
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
  { settled, held, unsent, isUnlisted, unpricedJobs }: Billed,
  { isEmulated, sumOf }: BilledWhere,
): readonly (readonly [label: string, value: string])[] {
  const [isPaid, isHeld] = [settled, held].map((amounts) =>
    [...amounts.values()].some((amount) => amount > 0),
  );
  const end = sumOf === undefined ? "" : ` for ${sumOf}`;
  const open =
    unpricedJobs === 0
      ? []
      : [`nothing for ${countOf(unpricedJobs, "job")} of unknown price, until its charge is known`];
  const parts = [...(isHeld ? [reservedText(held, unsent)] : []), ...open];
  const reserved = parts.length === 0 ? [] : [["reserved", parts.join("; ")] as const];
  if (isEmulated) {
    const label = isUnlisted ? "About, as not every price is listed" : "At list price";
    const list = isPaid ? ` ${label}: ${pricedTexts(settled)}${end}` : "";
    return [["cost", `No charge (emulator).${list}`], ...reserved];
  }
  const none = reserved.length > 0 ? "nothing yet" : "nothing";
  const note = unreportedNote([...settled].flatMap(([unit, amount]) => (amount > 0 ? [unit] : [])));
  const notes = note === undefined ? [] : [["", note] as const];
  return [["charged", isPaid ? `${chargedText(settled)}${end}` : none], ...notes, ...reserved];
}

/** What may be charged for requests that the service may have, and what is only kept for others. */
function reservedText(held: Billed["held"], unsent: Billed["unsent"]): string {
  const open = new Map(
    [...held].map(([unit, amount]) => [unit, roundUnits(amount - (unsent.get(unit) ?? 0))]),
  );
  const parts = [
    [open, "until the outcome is known"],
    [unsent, "for jobs that the service has not accepted"],
  ] as const;
  return parts
    .filter(([amounts]) => [...amounts.values()].some((amount) => amount > 0))
    .map(([amounts, why]) => `about ${pricedTexts(amounts)}, ${why}`)
    .join("; ");
}

const chargedText = (settled: ReadonlyMap<Unit, number>): string =>
  `${pricedTexts(settled)}${[...settled].some(([unit, amount]) => amount > 0 && listPriceOf(1, unit) !== null) ? " at list price" : ""}`;
