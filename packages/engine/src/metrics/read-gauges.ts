import { roundUnits, type Unit } from "@klingkit/spec";
import { readPoolsInUse } from "../slots/pool-row.ts";
import type { AccountKey } from "../store/account-key.ts";
import { JOB_STATES, type JobState } from "../store/job-state.ts";
import type { Db } from "../store/schema.ts";

/** What a store holds at one moment. Everything is counted for all processes that share it. */
export interface Gauges {
  readonly pools: readonly (AccountKey & {
    readonly pool: string;
    readonly slotsUsed: number;
    readonly slotsLimit: number;
    /** How long the oldest job has waited to be sent; 0 where none waits. */
    readonly queueAgeMs: number;
  })[];
  readonly jobs: readonly (AccountKey & { readonly state: JobState; readonly count: number })[];
  readonly units: readonly (AccountKey & {
    readonly unit: Unit;
    /** Reserved, and neither settled nor released. */
    readonly held: number;
    readonly settled: number;
  })[];
}

/** Four queries, each over one index or one small table, but the sum of the ledger. */
export async function readGauges(db: Db, nowMs: number): Promise<Gauges> {
  const [pools, queues, jobs, entries] = await Promise.all([
    readPoolsInUse(db),
    readQueues(db),
    countJobs(db),
    sumEntries(db),
  ]);
  const keyOf = (key: AccountKey & { readonly pool: string }) =>
    [key.provider, key.account, key.pool].join("\n");
  const oldest = new Map(queues.map((queue) => [keyOf(queue), Number(queue.since)]));
  const known = new Map(pools.map((pool) => [keyOf(pool), pool]));
  const names = new Map([...queues, ...pools].map((key) => [keyOf(key), key]));
  return {
    pools: [...names].map(([name, { provider, account, pool }]) => ({
      provider,
      account,
      pool,
      slotsUsed: Number(known.get(name)?.used ?? 0),
      slotsLimit: known.get(name)?.allowed ?? 0,
      queueAgeMs: Math.max(0, nowMs - (oldest.get(name) ?? nowMs)),
    })),
    jobs: countsOf(jobs),
    units: sumsOf(entries),
  };
}

/** Since when the oldest job of each pool has waited to be sent, for whatever reason. */
const readQueues = (db: Db) =>
  db
    .selectFrom("job")
    .select(({ fn }) => ["provider", "account", "pool", fn.min("updated_at").as("since")])
    .where("state", "=", "approved")
    .groupBy(["provider", "account", "pool"])
    .execute();

const countJobs = (db: Db) =>
  db
    .selectFrom("job")
    .select(({ fn }) => ["provider", "account", "state", fn.countAll<number>().as("count")])
    .groupBy(["provider", "account", "state"])
    .execute();

const sumEntries = (db: Db) =>
  db
    .selectFrom("ledger")
    .select(({ fn }) => ["provider", "account", "unit", "entry", fn.sum<number>("units").as("units")])
    .groupBy(["provider", "account", "unit", "entry"])
    .execute();

type Counts = Awaited<ReturnType<typeof countJobs>>;

/** Every state, empty ones too: a gauge keeps its last value until it is told another. */
function countsOf(counts: Counts): Gauges["jobs"] {
  const accounts = Map.groupBy(counts, ({ provider, account }) => [provider, account].join("\n"));
  return [...accounts.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const { provider, account } = first;
    const of = (state: JobState) => Number(rows.find((row) => row.state === state)?.count ?? 0);
    return JOB_STATES.map((state) => ({ provider, account, state, count: of(state) }));
  });
}

type Entries = Awaited<ReturnType<typeof sumEntries>>;

function sumsOf(entries: Entries): Gauges["units"] {
  const groups = Map.groupBy(entries, ({ provider, account, unit }) => [provider, account, unit].join("\n"));
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const of = (entry: string) => Number(rows.find((row) => row.entry === entry)?.units ?? 0);
    const { provider, account, unit } = first;
    const settled = roundUnits(of("settle"));
    return [{ provider, account, unit, settled, held: roundUnits(of("reserve") - settled - of("release")) }];
  });
}
