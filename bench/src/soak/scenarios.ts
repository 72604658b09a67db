import { CHAIN_JOBS, type ChaosOptions, chainRequests, LOSSY, type Wave } from "@klingkit/testkit/chaos";

/** Kills of workers for each kill of the database. */
const DATABASE_PACE = 12;
/** A wave that takes longer has lost something. */
const WAVE_LIMIT_MS = 300_000;
/** Slots that the service has in the scenarios about quotas. */
const SERVICE_SLOTS = 5;

/** One kind of trouble that workers live through, wave after wave, on a store of its own. */
export interface Scenario {
  readonly name: string;
  readonly chaos: Omit<ChaosOptions, "storeAddress" | "seed">;
  /** Tasks that may be in flight at once. */
  readonly quota: number;
  /** Jobs of a wave, as a share of `--jobs`. */
  readonly share: number;
  readonly kills?: Omit<NonNullable<Wave["kills"]>, "afterKill">;
  /** Jobs that take results of others, five to a chain. */
  readonly hasChains?: true;
  /** Creates of one wave that the service may refuse with 1303. Absent: not counted. */
  readonly mostRefusals?: number;
}

/** In the order in which they are worth most, should there be no time for all. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "kills",
    chaos: { workers: 3, guard: "on", quota: 10, faults: LOSSY },
    quota: 10,
    share: 1,
    // Then the rest of a wave may finish in peace, so that a busy machine gets there too.
    kills: { everyMs: 700, forMs: 60_000 },
  },
  {
    name: "two services",
    chaos: { workers: 3, guard: "on", quota: 10, faults: LOSSY, services: "both" },
    quota: 10,
    share: 1,
    kills: { everyMs: 700, forMs: 60_000 },
  },
  {
    name: "chains",
    chaos: { workers: 3, guard: "on", quota: 10, faults: LOSSY },
    quota: 10,
    share: 1 / 6,
    kills: { everyMs: 700, forMs: 60_000 },
    hasChains: true,
  },
  {
    name: "known quota",
    chaos: { workers: 2, guard: "on", quota: SERVICE_SLOTS, concurrency: SERVICE_SLOTS, generationMs: 300 },
    quota: SERVICE_SLOTS,
    share: 2 / 3,
    mostRefusals: 1,
  },
  {
    name: "detected quota",
    // Of shorter tasks several end unnoticed while a busy machine is about something else: more seem to be in flight
    // than are, and each of those can cost a create in vain.
    chaos: { workers: 2, guard: "on", concurrency: SERVICE_SLOTS, generationMs: 1000 },
    quota: SERVICE_SLOTS,
    share: 2 / 3,
    // Slots that other clients may have freed are asked for 15 s after the first refusal, then after twice as long each time.
    mostRefusals: 10,
  },
];

export function waveOf(
  { share, kills, hasChains }: Scenario,
  {
    jobs,
    killDatabase,
    hasDecoder,
  }: {
    readonly jobs: number;
    readonly killDatabase: () => Promise<void>;
    /** Of last frames. */
    readonly hasDecoder: boolean;
  },
): Wave {
  const count = Math.ceil(jobs * share);
  const chains = Math.ceil(count / CHAIN_JOBS);
  const wave = {
    jobs: count,
    deadlineMs: WAVE_LIMIT_MS,
    ...(hasChains ? { requests: (number: number) => chainRequests(number, chains, hasDecoder) } : {}),
  };
  if (!kills) return wave;
  const afterKill = async (count: number) => {
    if (count % DATABASE_PACE === 0) await killDatabase();
  };
  return { ...wave, kills: { ...kills, afterKill } };
}
