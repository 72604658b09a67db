import type { AccountKey } from "./account-key.ts";
import { readKeptNames } from "./earlier-accounts.ts";
import type { Db } from "./schema.ts";

/** Whose money counts together: every name of the account, and where it is an earlier name itself, those that it got since. */
export async function readPayingNames(
  db: Db,
  { provider, account }: AccountKey,
): Promise<readonly [string, ...string[]]> {
  const kept = (await readKeptNames(db)).filter(([service]) => service === provider);
  const later = kept.flatMap(([, name, earlier]) => (earlier === account ? name : []));
  const names = [account, ...later];
  const earlier = kept.flatMap(([, name, before]) => (names.includes(name) ? before : []));
  return [account, ...new Set([...later, ...earlier])];
}
