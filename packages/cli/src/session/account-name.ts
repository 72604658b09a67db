import { accountOfKey, type Buyer, EMULATED, isEmulatedAccount } from "@klingkit/engine/jobs";
import type { AccountName } from "./account-setting.ts";

/** An account by its name, and by its key where it has a name of its own. */
export type AccountNames = Omit<Buyer, "provider">;

interface NamedKey extends Pick<AccountName, "account"> {
  readonly baseUrl: string;
  /** Public part of the key. */
  readonly key: string;
  readonly isEmulator: boolean;
}

/**
 * Names who pays, without telling the key: jobs, slots, limits and ledger of two accounts never mix. The user's own
 * name outlives a key and joins several keys of one customer. What is bought from an emulator is always told apart.
 */
export function accountNames({ account, baseUrl, key, isEmulator }: NamedKey): AccountNames {
  const place = isEmulator ? EMULATED : "";
  const byKey = `${place}${accountOfKey(baseUrl, key)}`;
  if (account === undefined) return { account: byKey };
  const { value } = account;
  const name = value.startsWith(EMULATED) ? value.slice(EMULATED.length) : value;
  return { account: `${place}${name}`, earlierAccounts: [byKey] };
}

/**
 * Whether unfinished jobs of another account are worth a word: those of a real account, because a replaced key leaves such behind,
 * and so does the address of an emulator that was left set; and those of the same emulator under another key or name. An
 * emulator within the command was asked for by a flag.
 */
export function mattersBeside(account: string, other: string): boolean {
  if (!isEmulatedAccount(account)) return !isEmulatedAccount(other);
  if (!account.startsWith(EMULATED)) return false;
  return !isEmulatedAccount(other) || mayBeSameCustomer(account, other);
}

/** Whether two accounts may be one customer's with two keys or names: both at the service, or both at one emulator that runs on its own. */
export function mayBeSameCustomer(account: string, other: string): boolean {
  if (!isEmulatedAccount(account)) return !isEmulatedAccount(other);
  if (!account.startsWith(EMULATED) || !other.startsWith(EMULATED)) return false;
  const [place, otherPlace] = [emulatorOf(account), emulatorOf(other)];
  return place === undefined || otherPlace === undefined || place === otherPlace;
}

/** Address of the emulator in the account of a key; one that has a name does not say where its emulator is. */
const emulatorOf = (account: string): string | undefined => /^emulator (\S+) [0-9a-f]+$/.exec(account)?.[1];
