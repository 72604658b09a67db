import { parseArgs } from "node:util";
import { createStoreAddress, startTestPostgres } from "@klingkit/testkit";
import {
  type ChaosOptions,
  findViolations,
  LOSSY,
  openChaos,
  type WaveOutcome,
} from "@klingkit/testkit/chaos";

const QUOTA = 10;
const WORKERS = 3;
const KILL_EVERY_MS = 700;
/** Kills of workers for each kill of the database. */
const DATABASE_PACE = 12;
/** Then the rest of a wave may finish in peace, so that a busy machine gets there too. */
const KILLS_FOR_MS = 60_000;
/** A wave that takes longer has lost something. */
const WAVE_LIMIT_MS = 300_000;
const MS_PER_MINUTE = 60_000;

interface SoakOptions {
  readonly minutes: number;
  readonly jobs: number;
  readonly store: "sqlite" | "postgres";
  readonly seed: number;
}

/** `npm run soak [-- --minutes N --jobs N --store postgres|sqlite --seed N]`: waves of jobs while workers are killed, until the time is over. */
async function main(options: SoakOptions): Promise<void> {
  await using site = await openSite(options.store);
  const chaos: ChaosOptions = {
    storeAddress: site.address,
    workers: WORKERS,
    guard: "on",
    quota: QUOTA,
    seed: options.seed,
    faults: LOSSY,
  };
  const violations = await soak(chaos, options, site.afterKill);
  console.log(violations === 0 ? "PASSED" : `FAILED: ${violations} violations`);
  if (violations > 0) process.exitCode = 1;
}

/** Stops at the first wave that breaks a promise: later ones would only repeat it. */
async function soak(
  options: ChaosOptions,
  { minutes, jobs }: SoakOptions,
  afterKill: AfterKill,
): Promise<number> {
  await using chaos = await openChaos(options);
  const endMs = Date.now() + minutes * MS_PER_MINUTE;
  for (let number = 1; Date.now() < endMs; number += 1) {
    const kills = { everyMs: KILL_EVERY_MS, forMs: KILLS_FOR_MS, afterKill };
    const seen = await chaos.runWave({ jobs, deadlineMs: WAVE_LIMIT_MS, kills });
    const violations = findViolations(seen, QUOTA);
    console.log(lineOf(number, seen), violations.length === 0 ? "ok" : violations.join(", "));
    if (violations.length > 0) return violations.length;
  }
  return 0;
}

function lineOf(number: number, seen: WaveOutcome): string {
  const { jobs, collected, accepted, billed, delivered, kills, elapsedMs, settledUnits } = seen;
  const books = `${accepted} bought, ${billed} billed, ${delivered} delivered, ${settledUnits} units`;
  const wave = `${kills} kills in ${Math.round(elapsedMs / 1000)} s`;
  return `wave ${number}: ${collected} of ${jobs} jobs collected, ${books}; at most ${seen.mostInFlight} in flight; ${wave}:`;
}

type AfterKill = (count: number) => Promise<void>;

interface Site extends AsyncDisposable {
  readonly address: string;
  readonly afterKill: AfterKill;
}

/** Room for a store; a server of PostgreSQL is killed now and then, too. */
async function openSite(store: SoakOptions["store"]): Promise<Site> {
  if (store === "sqlite")
    return Object.assign(await createStoreAddress(""), { afterKill: () => Promise.resolve() });
  const server = await startTestPostgres({ isDurable: true });
  return {
    address: server.url(),
    async afterKill(count) {
      if (count % DATABASE_PACE !== 0) return;
      await server.kill();
      await server.restart();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Ends the process with what is wrong and exit code 2. */
function readOptions(args: readonly string[]): SoakOptions {
  try {
    return parseOptions(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

function parseOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "10" },
      jobs: { type: "string", default: "300" },
      store: { type: "string", default: "sqlite" },
      seed: { type: "string", default: "1" },
    },
  });
  const { store } = values;
  if (store !== "sqlite" && store !== "postgres") throw new RangeError("--store is sqlite or postgres");
  return {
    store,
    minutes: positive("minutes", values.minutes),
    jobs: Math.ceil(positive("jobs", values.jobs)),
    seed: positive("seed", values.seed),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`--${name} is a number above 0, not ${text}`);
}

await main(readOptions(process.argv.slice(2)));
