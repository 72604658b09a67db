import { randomBytes } from "node:crypto";
import type { Store } from "../store/store.ts";

const KEY = "callback_token";
const TOKEN_BYTES = 24;

/**
 * The path that callbacks of this store come to: unguessable, made once and the same for every process and after
 * every restart, because tasks that were made long ago still call it.
 */
export async function callbackPath(store: Store): Promise<string> {
  const fresh = randomBytes(TOKEN_BYTES).toString("base64url");
  const token = await store.write(async (db) => {
    await db
      .insertInto("store_meta")
      .values({ key: KEY, value: fresh })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { value } = await db
      .selectFrom("store_meta")
      .select("value")
      .where("key", "=", KEY)
      .executeTakeFirstOrThrow();
    return value;
  });
  return `/callbacks/${token}`;
}
