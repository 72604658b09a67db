import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { LONGEST_PAUSE_MS } from "../context/waits.ts";
import { addEvent } from "../events/add-event.ts";
import type { Refusal } from "../provider/provider.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";
import type { Db, JobRow, PoolRow } from "../store/schema.ts";
import { changePool, findPool, NO_TROUBLE, type PoolKey } from "./pool-row.ts";

/** Why a pool pauses or stands still although slots may be free. */
export interface PoolTrouble {
  /** `rate`: too many requests; `unreachable`: nothing was sent, because there is no connection; `stop`: only a person can help. */
  readonly why: "rate" | "unreachable" | "stop";
  readonly code: string;
  readonly message: string;
}

interface Refused {
  readonly job: JobRow;
  readonly refusal: Refusal;
  readonly nowMs: number;
}

/** The create was not taken for a reason that is not the job's: the whole pool pauses, each time for longer, and then tries with one. */
export async function noteTrouble(
  db: Db,
  context: EngineContext,
  { job, refusal, nowMs }: Refused & { readonly refusal: { readonly remedy: "rate" | "unreachable" } },
): Promise<void> {
  const pool = await findPool(db, job);
  if (!pool || isOldNews(pool, job, nowMs)) return;
  const failures = pool.failures + 1;
  const { remedy, code, message } = refusal;
  if (remedy === "unreachable" && failures >= context.timing.unreachableTries) {
    const place = context.provider.address ?? "The service";
    const text = `${place} cannot be reached (${failures} tries in a row). ${message} Nothing was sent and nothing was charged.`;
    const trouble = { why: remedy, code, message: text } as const;
    return stopPool(db, job, { trouble, nowMs, failures, reopensAtMs: nowMs + LONGEST_PAUSE_MS });
  }
  const nextTryAtMs = nowMs + backoffMs(context, failures, refusal.retryAfterMs);
  const trouble: PoolTrouble = { why: remedy, code, message };
  const isOpen = { stop_reason: null, reopens_at: null };
  await changePool(db, pool, {
    failures,
    trouble_json: JSON.stringify(trouble),
    blocked_until: nextTryAtMs,
    ...isOpen,
  });
  if (pool.stop_reason !== null) await letWait(db, pool);
  await addEvent(db, {
    atMs: nowMs,
    kind: "pool-waits",
    worker: job.lease_owner,
    data: { account: pool.account, pool: pool.pool, why: remedy, message, nextTryAtMs },
  });
}

/** Creates that left together bring one message. */
const isOldNews = (
  { probe_job, blocked_until, stop_reason }: PoolRow,
  { id }: JobRow,
  nowMs: number,
): boolean => probe_job !== id && (blocked_until > nowMs || stop_reason !== null);

interface Stop {
  readonly trouble: PoolTrouble;
  readonly nowMs: number;
  readonly failures?: number;
  /** Tried again then, while something runs. Default: a person resumes it. */
  readonly reopensAtMs?: number;
}

/** Nothing more is sent in this pool, and its jobs wait with the reason. */
export async function stopPool(db: Db, job: JobRow, stop: Stop): Promise<void> {
  const { trouble, nowMs, failures = 0, reopensAtMs } = stop;
  const { code, message } = trouble;
  const pool = await findPool(db, job);
  const trouble_json = JSON.stringify(trouble);
  const reopens_at = reopensAtMs ?? null;
  await changePool(db, job, { stop_reason: message, failures, trouble_json, reopens_at, blocked_until: 0 });
  await ofPool(db, job)
    .set({ waits_for: "pool", next_at: null, error_json: JSON.stringify({ code, message }) })
    .where("state", "=", "approved")
    .where("lease_owner", "is", null)
    .where((job) => job.or([job("waits_for", "is", null), job("waits_for", "=", "slot")]))
    .execute();
  if (!pool || pool.stop_reason !== null) return;
  await addEvent(db, {
    atMs: nowMs,
    kind: "pool-stopped",
    worker: job.lease_owner,
    data: {
      account: pool.account,
      pool: pool.pool,
      code,
      message,
      ...(reopensAtMs === undefined ? {} : { nextTryAtMs: reopensAtMs }),
    },
  });
}

interface End {
  readonly nowMs: number;
  readonly worker: string | null;
  /** Ends trouble of this kind only. Default: of any. */
  readonly only?: PoolTrouble["why"];
}

/** The service takes creates again: everything that was put off is let through. */
export async function endTrouble(db: Db, pool: PoolRow, { nowMs, worker, only }: End): Promise<void> {
  if (pool.failures === 0 && pool.stop_reason === null) return;
  if (only !== undefined && readTrouble(pool)?.why !== only) return;
  await changePool(db, pool, NO_TROUBLE);
  if (pool.stop_reason !== null) await letWait(db, pool);
  const data = { account: pool.account, pool: pool.pool };
  await addEvent(db, { atMs: nowMs, kind: "pool-resumed", worker, data });
}

/** Jobs of a pool that was stopped wait for their turn again. */
export async function letWait(db: Db, key: PoolKey): Promise<void> {
  await ofPool(db, key)
    .set({ waits_for: "slot", next_at: null, error_json: null })
    .where("waits_for", "=", "pool")
    .execute();
}

const ofPool = (db: Db, { provider, account, pool }: PoolKey) =>
  db
    .updateTable("job")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("pool", "=", pool);

/** A stopped pool that is tried again without a person, now. */
export const isProbeDue = ({ reopens_at, probe_job }: PoolRow, nowMs: number): boolean =>
  reopens_at !== null && reopens_at <= nowMs && probe_job === null;

/** One job of a stopped pool tries whether the service is back. */
export async function wakeStopped(
  db: Db,
  { nowMs, ...key }: PoolKey & JobScope & { readonly nowMs: number },
): Promise<void> {
  await ofPool(db, key)
    .set({ waits_for: null, next_at: nowMs })
    .where("id", "in", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("provider", "=", key.provider)
        .where("account", "=", key.account)
        .where("pool", "=", key.pool)
        .where("waits_for", "=", "pool")
        .where(inScope(db, key))
        .orderBy("failures")
        .orderBy("id")
        .limit(1),
    )
    .execute();
}

export function readTrouble({ trouble_json }: PoolRow): PoolTrouble | undefined {
  // Written by the functions above.
  return trouble_json === null ? undefined : (JSON.parse(trouble_json) as PoolTrouble);
}
