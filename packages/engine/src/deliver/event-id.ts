import { randomBytes } from "node:crypto";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";

const KEY = "store_id";
const ID_BYTES = 6;
const PREFIX = "evt";
/** The largest number that every store keeps exactly. */
const LONGEST_SEQ = 15;

/** Makes ids of a store's events, the same for the same event for ever, and different from those of every other store. */
export interface EventIds {
  idOf(seq: number): string;
  /** Throws StoreError `event_not_found` for what is no id of this store. */
  seqOf(id: string): number;
}

export const eventNotFound = (id: string): StoreError =>
  new StoreError(
    "event_not_found",
    `There is no event ${id} in this store. \`kling events list\` lists its events; --store names another store.`,
  );

export async function openEventIds(store: Store): Promise<EventIds> {
  const storeId = await readStoreId(store);
  return {
    idOf: (seq) => `${PREFIX}_${storeId}_${seq}`,
    seqOf(id) {
      const [, owner, seq = ""] = /^evt_([0-9a-f]+)_(\d+)$/.exec(id) ?? [];
      if (owner === storeId && seq.length <= LONGEST_SEQ) return Number(seq);
      throw eventNotFound(id);
    },
  };
}

/** Made once, by whichever process comes first. */
async function readStoreId(store: Store): Promise<string> {
  const known = await store.reader
    .selectFrom("store_meta")
    .select("value")
    .where("key", "=", KEY)
    .executeTakeFirst();
  if (known) return known.value;
  const value = randomBytes(ID_BYTES).toString("hex");
  return store.write(async (db) => {
    await db
      .insertInto("store_meta")
      .values({ key: KEY, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom("store_meta")
      .select("value")
      .where("key", "=", KEY)
      .executeTakeFirstOrThrow();
    return row.value;
  });
}
