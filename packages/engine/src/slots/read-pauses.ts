import type { AccountKey } from "../store/account-key.ts";
import type { Db, JobRow, PoolRow } from "../store/schema.ts";
import { findPool, type PoolKey } from "./pool-row.ts";
import { readTrouble } from "./pool-trouble.ts";

/** Why jobs of a pool are not sent now although nothing is wrong with them. */
export interface PoolPause {
  /** An account's creates for one model, such as `kling-2.5-turbo/video`. */
  readonly pool: string;
  /** `slots`: other clients have them; `stopped`: only a person, or the time below, lets it try again. */
  readonly why: "slots" | "rate" | "unreachable" | "stopped";
  readonly message: string;
  /** When the next create is tried, in Unix ms. Absent: a person must resume the pool. */
  readonly nextTryAtMs?: number;
}

export const FULL = "The service reports that all slots of the account are taken.";

/** Pools of an account in which jobs wait for the service. */
export async function readPauses(db: Db, { provider, account }: AccountKey): Promise<readonly PoolPause[]> {
  const rows = await db
    .selectFrom("pool")
    .selectAll()
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where((pool) =>
      pool.or([pool("stop_reason", "is not", null), pool("failures", ">", 0), pool("limited_at", ">", 0)]),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("job")
          .select("job.id")
          .where("job.provider", "=", provider)
          .where("job.account", "=", account)
          .whereRef("job.pool", "=", "pool.pool")
          .where("job.waits_for", "in", ["slot", "pool"]),
      ),
    )
    .execute();
  return rows.flatMap(pauseOf);
}

/** Why a job waits for a slot, where its pool pauses. */
export type JobPause = Pick<PoolPause, "why" | "nextTryAtMs">;

/** What tells pools apart, in a job and in a pause. */
export const poolKeyOf = ({ provider, account, pool }: PoolKey): string =>
  JSON.stringify([provider, account, pool]);

/** Pauses of the pools in which these jobs wait for a slot, by `poolKeyOf`. */
export async function readPausesOf(
  db: Db,
  jobs: readonly Pick<JobRow, keyof PoolKey | "waits_for">[],
): Promise<ReadonlyMap<string, JobPause>> {
  const waiting = new Map(
    jobs.filter(({ waits_for }) => waits_for === "slot").map((job) => [poolKeyOf(job), job]),
  );
  const pauses = new Map<string, JobPause>();
  for (const [key, job] of waiting) {
    const row = await findPool(db, job);
    const [pause] = row ? pauseOf(row) : [];
    if (pause) pauses.set(key, pause);
  }
  return pauses;
}

function pauseOf(row: PoolRow): readonly PoolPause[] {
  const { pool, stop_reason, reopens_at, failures, blocked_until, allowed, peak, probe_at } = row;
  if (stop_reason !== null) {
    const next = reopens_at === null ? {} : { nextTryAtMs: reopens_at };
    return [{ pool, why: "stopped", message: stop_reason, ...next }];
  }
  const trouble = readTrouble(row);
  if (failures > 0 && trouble && trouble.why !== "stop") {
    return [{ pool, why: trouble.why, message: trouble.message, nextTryAtMs: blocked_until }];
  }
  // With all slots that there are in our own hands, nothing is paused.
  const hasOthers = row.limited_at > 0 && (allowed === 0 || allowed < peak);
  return hasOthers ? [{ pool, why: "slots", message: FULL, nextTryAtMs: probe_at }] : [];
}
