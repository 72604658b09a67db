import { createHmac, randomBytes } from "node:crypto";
import type { Store } from "../store/store.ts";

const KEY = "callback_token";
const TOKEN_BYTES = 24;
const PURPOSE = "path of klingkit's callbacks";
/** A shorter one, such as `emulator`, could be guessed, and the path with it. */
const LEAST_SECRET_LENGTH = 16;

/**
 * The path that callbacks of this store come to: unguessable, made once and the same for every process and after every restart,
 * because tasks that were made long ago still call it. Made from the secret of an account, a store that was lost gets it again.
 */
export async function callbackPath(store: Store, secret = ""): Promise<string> {
  const fresh = makeToken(secret).toString("base64url");
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

function makeToken(secret: string): Buffer {
  if (secret.length < LEAST_SECRET_LENGTH) return randomBytes(TOKEN_BYTES);
  return createHmac("sha256", secret).update(PURPOSE).digest().subarray(0, TOKEN_BYTES);
}
