import { quotaOf, type SlotSettings } from "../context/slot-settings.ts";
import type { Refusal } from "../provider/provider.ts";
import { countUsed, findPool } from "../slots/pool-row.ts";
import type { Db, IntentRow, JobRow } from "../store/schema.ts";

/** For so long, and so many times, other clients may have had the slots. In ms. INF */
const PATIENCE_MS = 3_600_000;
const LEAST_SENDS = 5;

interface Refused {
  readonly job: JobRow;
  readonly intent: Pick<IntentRow, "opened_at" | "sends">;
  readonly refusal: Refusal;
  readonly settings: SlotSettings;
  readonly nowMs: number;
}

/**
 * The refusal with which a job ends that takes several slots at once, and was refused them again and again while nothing else of
 * this store ran: the account has fewer, as far as can be known. Undefined while more patience may help.
 */
export async function judgeTooHeavy(
  db: Db,
  { job, intent, refusal, settings, nowMs }: Refused,
): Promise<(Refusal & { readonly remedy: "never" }) | undefined> {
  const { weight, pool: name } = job;
  if (refusal.remedy !== "slot" || weight === 1 || quotaOf(settings, name) !== undefined) return undefined;
  const waitedMs = nowMs - intent.opened_at;
  if (waitedMs < PATIENCE_MS || intent.sends < LEAST_SENDS) return undefined;
  const pool = await findPool(db, job);
  if (!pool || pool.peak >= weight || (await countUsed(db, job)) > weight) return undefined;
  const most = pool.peak === 0 ? "" : `, and never took more than ${pool.peak} of this store`;
  const message = `The job takes ${weight} slots of ${name} at once. For ${Math.round(waitedMs / 60_000)} minutes the service refused them ${intent.sends} times while nothing else of this store ran${most}. The account has fewer slots, or other clients keep them. Nothing was bought. Ask for fewer results in one request, or try again when the account is free.`;
  return { ...refusal, remedy: "never", code: "quota_too_small", message };
}
