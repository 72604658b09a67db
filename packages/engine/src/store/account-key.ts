import { requireObject } from "@klingkit/spec/plain";
import type { JobRow } from "./schema.ts";

/** One account of one service. Jobs, quotas and money of two of them are never mixed, whatever the accounts are called. */
export type AccountKey = Pick<JobRow, "provider" | "account">;

/** Who buys a job. */
export interface Buyer extends AccountKey {
  /** What else the account is called, by keys that it has or had: see `Provider`. */
  readonly earlierAccounts?: readonly string[] | undefined;
}

/** Every name that jobs of the account are kept under, the one that new jobs get first. */
export const namesOfAccount = (buyer: Omit<Buyer, "provider">): readonly string[] => {
  requireObject("namesOfAccount", { buyer });
  const { account, earlierAccounts = [] } = buyer;
  return [...new Set([account, ...earlierAccounts])];
};

/** The account as the store keeps it: once for each name. */
export const accountKeysOf = (buyer: Buyer): readonly AccountKey[] => {
  requireObject("accountKeysOf", { buyer });
  const { provider, ...names } = buyer;
  return namesOfAccount(names).map((account) => ({ provider, account }));
};
