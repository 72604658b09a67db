import type { EngineContext } from "../context/engine-context.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { JobRow } from "../store/schema.ts";
import { assumedProfile, profileOf, type TimingProfile } from "./read-times.ts";

const HISTORY_LENGTH = 50;
const FRESH_MS = 15_000;
/**
 * A duration this many times the longest that is assumed is that of an outage of ours: a service that does not tell when a task
 * ended is believed to have worked until it was asked. INF
 */
const OUTAGE_FACTOR = 5;

interface Known {
  readonly profile: TimingProfile;
  readonly atMs: number;
}

const caches = new WeakMap<EngineContext, Map<string, Known>>();

/** How long tasks like this one take, by the store's own history; looked up again every 15 s at most. */
export async function timingProfile(
  context: EngineContext,
  { provider, account, timing_key, model }: Pick<JobRow, keyof AccountKey | "timing_key" | "model">,
): Promise<TimingProfile> {
  const cache = caches.get(context) ?? new Map<string, Known>();
  caches.set(context, cache);
  const nowMs = context.clock.nowMs();
  const known = cache.get(`${account} ${timing_key}`);
  if (known && nowMs - known.atMs < FRESH_MS && nowMs >= known.atMs) return known.profile;
  const rows = await context.store.reader
    .selectFrom("job")
    .select(["accepted_at", "ended_at"])
    .where("timing_key", "=", timing_key)
    // An emulator is much faster.
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("ended_at", "is not", null)
    .orderBy("ended_at", "desc")
    .limit(HISTORY_LENGTH)
    .execute();
  const assumed = assumedProfile(context.provider.expectedMs({ model }));
  const durations = rows
    .map((row) => Math.max(0, (row.ended_at ?? 0) - (row.accepted_at ?? 0)))
    .filter((ms) => ms < assumed.lateMs * OUTAGE_FACTOR);
  const profile = profileOf(durations) ?? assumed;
  cache.set(`${account} ${timing_key}`, { profile, atMs: nowMs });
  return profile;
}
