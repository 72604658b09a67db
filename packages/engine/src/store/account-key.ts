import type { JobRow } from "./schema.ts";

/** One account of one service. Jobs, quotas and money of two of them are never mixed, whatever the accounts are called. */
export type AccountKey = Pick<JobRow, "provider" | "account">;

/** Who buys a job. */
export interface Buyer extends AccountKey {
  /** What the account is called by its key, where its user named it: see `Provider`. */
  readonly unnamedAccount?: string | undefined;
}

/** Every name that jobs of the account are kept under, the one that new jobs get first. */
export const namesOfAccount = ({ account, unnamedAccount }: Omit<Buyer, "provider">): readonly string[] =>
  unnamedAccount === undefined || unnamedAccount === account ? [account] : [account, unnamedAccount];
