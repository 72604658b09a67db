import { readAddresses } from "../callbacks/known-addresses.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { readUnchanged } from "../store/jobs.ts";
import type { IntentRow } from "../store/schema.ts";
import { StoreError } from "../store/store-error.ts";
import type { Opened } from "./write-intents.ts";

export interface Mismatch {
  readonly message: string;
  /** Addresses that were sent under the key; null for none. */
  readonly tried: readonly IntentRow["callback_url"][];
}

/**
 * A service that says that the key stands for another request has one: nothing that is sent under the key buys anything. As the
 * address is part of the request, the same create with that of the first send, which the store may have lost, brings the first
 * request back. Writes an intent for the next address that klingkit may have sent; undefined where all were tried.
 */
export async function openOtherAddress(
  context: EngineContext,
  { job }: Opened,
  { message, tried }: Mismatch,
): Promise<Opened | undefined> {
  const { store, clock, timing, provider } = context;
  const addresses = await addressesOf(context);
  const callback_url = addresses.find((address) => !tried.includes(address));
  if (callback_url === undefined) return undefined;
  const nowMs = clock.nowMs();
  const send_deadline = nowMs + timing.sendWindowMs;
  return store.write(async (db) => {
    const [same] = await readUnchanged(db, [job]);
    if (!same) throw new StoreError("job_lost", `job ${job.id} was changed by another process`);
    const data = { message, ...serviceKeyOf(job) };
    const worker = job.lease_owner;
    await addEvent(db, { atMs: nowMs, jobId: job.id, kind: "job-answer-duplicate", worker, data });
    const intent = await db
      .updateTable("intent")
      .set((intent) => ({
        callback_url,
        send_deadline,
        absent_from: send_deadline + timing.submitTimeoutMs + provider.settleMs,
        answer: null,
        sends: intent("sends", "+", 1),
        // From here on no refusal proves that nothing was bought.
        unclear_sends: intent("unclear_sends", "+", 1),
      }))
      .where("ext_id", "=", job.ext_id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { job: same, intent };
  });
}

async function addressesOf({ store, provider, callbackUrl }: EngineContext) {
  const { callbackPath } = provider;
  const known = callbackPath === undefined ? [] : await readAddresses(store);
  return [callbackUrl ?? null, null, ...known.map((address) => `${address}/${callbackPath}`)];
}
