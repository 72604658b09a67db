import { randomBytes } from "node:crypto";
import type { EngineEvent } from "../events/event-feed.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";

const KEY = "store_id";
const ID_BYTES = 6;
const PREFIX = "evt";
/** The largest number that every store keeps exactly. */
const LONGEST_SEQ = 15;

/** Makes ids of a store's events, the same for the same event for ever, and different from those of every other event. */
export interface EventIds {
  /** With its time: a restored copy of a store gives the numbers of the events that it lost to others. */
  idOf(event: Pick<EngineEvent, "seq" | "atMs">): string;
  /** Throws StoreError `event_not_found` for what names no event of this store. Those of earlier builds have no time. */
  seqOf(id: string): Promise<number>;
}

export const eventNotFound = (id: string, reason = ""): StoreError =>
  new StoreError(
    "event_not_found",
    `There is no event ${id} in this store${reason}. \`kling events list\` lists its events; --store names another store.`,
  );

export async function openEventIds(store: Store): Promise<EventIds> {
  const storeId = await readStoreId(store);
  const idOf: EventIds["idOf"] = ({ seq, atMs }) => `${PREFIX}_${storeId}_${seq}_${atMs.toString(36)}`;
  return {
    idOf,
    async seqOf(id) {
      const [, owner, digits = "", time] = /^evt_([0-9a-f]+)_(\d+)(_.+)?$/.exec(id) ?? [];
      if (owner !== storeId || digits.length > LONGEST_SEQ) throw eventNotFound(id);
      const seq = Number(digits);
      const row = await store.reader
        .selectFrom("event")
        .select("at")
        .where("seq", "=", seq)
        .executeTakeFirst();
      if (!row) throw eventNotFound(id);
      const ownId = idOf({ seq, atMs: row.at });
      if (time === undefined || id === ownId) return seq;
      throw eventNotFound(id, `: its number is now that of ${ownId}, as after a restore`);
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
