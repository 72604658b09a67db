import { parseArgs } from "node:util";
import { findPostgres } from "@klingkit/testkit";
import type { StoreKind } from "./soak/open-site.ts";
import { openSoaker, type Soaker } from "./soak/open-soaker.ts";
import { SCENARIOS } from "./soak/scenarios.ts";

const MS_PER_MINUTE = 60_000;

interface SoakOptions {
  readonly minutes: number;
  readonly jobs: number;
  readonly stores: readonly StoreKind[];
  readonly seed: number;
}

/**
 * `npm run soak [-- --minutes N --jobs N --store both|postgres|sqlite --seed N]`: waves of jobs through every scenario in turn,
 * until the time is over. Ends with exit code 1 at the first broken promise: later waves would only repeat it.
 */
async function main(options: SoakOptions): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const soakers = new Map<string, Soaker>();
  const endMs = Date.now() + options.minutes * MS_PER_MINUTE;
  const turns = SCENARIOS.flatMap((scenario) => options.stores.map((store) => ({ scenario, store })));
  for (let number = 1; Date.now() < endMs; number += 1) {
    const turn = turns[(number - 1) % turns.length];
    if (!turn) return;
    const key = `${turn.scenario.name} ${turn.store}`;
    const soaker = soakers.get(key) ?? stack.use(await openSoaker({ ...options, ...turn }));
    soakers.set(key, soaker);
    const violations = await soaker.runWave(number);
    if (violations.length === 0) continue;
    console.log(`FAILED: ${violations.length} violations`);
    process.exitCode = 1;
    return;
  }
  console.log("PASSED");
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
      store: { type: "string", default: "both" },
      seed: { type: "string", default: "1" },
    },
  });
  return {
    minutes: positive("minutes", values.minutes),
    jobs: Math.ceil(positive("jobs", values.jobs)),
    stores: storesOf(values.store),
    seed: positive("seed", values.seed),
  };
}

function storesOf(text: string): readonly StoreKind[] {
  if (text === "sqlite" || text === "postgres") return [text];
  if (text !== "both") throw new RangeError(`--store is both, postgres or sqlite, not ${text}`);
  const postgres = findPostgres();
  if (postgres.isFound) return ["sqlite", "postgres"];
  console.log(`skipped: PostgreSQL, because ${postgres.reason}`);
  return ["sqlite"];
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`--${name} is a number above 0, not ${text}`);
}

await main(readOptions(process.argv.slice(2)));
