import type { Store } from "../store/store.ts";

const KEY = "callback_addresses";
/** Whoever changes the public address seldom changes it often. */
const MOST_ADDRESSES = 3;

/** Addresses that processes of this store listened at, the latest first. Without the part that tells services apart. */
export const readAddresses = async ({ reader }: Pick<Store, "reader">): Promise<readonly string[]> =>
  listOf(await reader.selectFrom("store_meta").select("value").where("key", "=", KEY).executeTakeFirst());

/** Keeps an address: a create is answered with its first request only if it names the address of that. */
export async function rememberAddress(store: Store, address: string): Promise<void> {
  const known = await readAddresses(store);
  if (known[0] === address) return;
  const others = known.filter((one) => one !== address);
  const value = JSON.stringify([address, ...others].slice(0, MOST_ADDRESSES));
  await store.write((db) =>
    db
      .insertInto("store_meta")
      .values({ key: KEY, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute(),
  );
}

const listOf = (row: { readonly value: string } | undefined): readonly string[] =>
  row === undefined ? [] : JSON.parse(row.value);
