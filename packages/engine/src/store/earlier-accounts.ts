import { requireObjects } from "../arguments/require-arguments.ts";
import { type AccountKey, type Buyer, namesOfAccount } from "./account-key.ts";
import type { Db } from "./schema.ts";
import type { Store } from "./store.ts";

const PREFIX = "earlier account ";

/** A row for each name: two processes that write at once keep both. */
const rowKey = ({ provider, account }: AccountKey, earlier: string): string =>
  PREFIX + JSON.stringify([provider, account, earlier]);

/** What the store knows an account by, beside the names that are given with it. */
export type KnownNames = (buyer: Buyer) => readonly string[];

/** Service, account and an earlier name of it. */
type KeptName = readonly [provider: string, account: string, earlier: string];

/** Finds every name of any account: the given ones first, then those that the store keeps. */
export async function readAccountNames(db: Db): Promise<KnownNames> {
  const kept = await readKeptNames(db);
  return (buyer) => {
    const own = kept.filter(
      ([provider, account]) => provider === buyer.provider && account === buyer.account,
    );
    const earlier = own.map(([, , name]) => name).toSorted();
    return [...new Set([...namesOfAccount(buyer), ...earlier])];
  };
}

export async function readKeptNames(db: Db): Promise<readonly KeptName[]> {
  const rows = await db.selectFrom("store_meta").select("key").where("key", "like", `${PREFIX}%`).execute();
  return rows.map(({ key }) => JSON.parse(key.slice(PREFIX.length)));
}

/**
 * Keeps what else an account is called, so that a later key of it finds what was bought before it got its name; one that has no jobs
 * is not kept. Resolves with the account and every name that the store knows for it, which is what a provider is made with.
 */
export async function rememberEarlierAccounts<Named extends Buyer>(
  store: Pick<Store, "reader" | "write">,
  buyer: Named,
): Promise<Named> {
  requireObjects("rememberEarlierAccounts", { store, buyer });
  const { reader } = store;
  const known = await readAccountNames(reader);
  const kept = known({ ...buyer, earlierAccounts: [] });
  for (const earlier of namesOfAccount(buyer)) {
    if (kept.includes(earlier) || !(await hasJobs(reader, earlier))) continue;
    await store.write((db) =>
      db
        .insertInto("store_meta")
        .values({ key: rowKey(buyer, earlier), value: "" })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }
  return { ...buyer, earlierAccounts: known(buyer).slice(1) };
}

/** Without the service, which is in the name of a key: an index answers. */
const hasJobs = async (db: Db, account: string): Promise<boolean> =>
  (await db
    .selectFrom("job")
    .select("account")
    .where("account", "=", account)
    .limit(1)
    .executeTakeFirst()) !== undefined;
