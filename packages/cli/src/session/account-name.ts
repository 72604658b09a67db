import { accountOfKey, EMULATED } from "@klingkit/engine/jobs";
import type { Credentials, Settings } from "./settings.ts";

/** Names an account of Higgsfield without telling its key. */
export function higgsfieldAccount({
  baseUrl,
  keyName,
  isEmulator,
}: {
  readonly baseUrl: string;
  readonly keyName: string;
  readonly isEmulator: boolean;
}): string {
  return `${isEmulator ? EMULATED : ""}${accountOfKey(baseUrl, keyName)}`;
}

/**
 * Names who pays, without telling the key: jobs, slots, limits and ledger of two accounts never mix. The user's own
 * name outlives a key and joins several keys of one customer. What is bought from an emulator is always told apart.
 */
export function accountName(
  {
    account,
    baseUrl,
    credentials,
  }: Pick<Settings, "account" | "baseUrl"> & {
    readonly credentials: Credentials;
  },
  { isEmulator }: { readonly isEmulator: boolean },
): string {
  const { value } = account ?? {};
  const named = value?.startsWith(EMULATED) ? value.slice(EMULATED.length) : value;
  return `${isEmulator ? EMULATED : ""}${named ?? nameOfKey(baseUrl.value, credentials)}`;
}

/** True for the account of an emulator, one that ran within a command among them. */
export const isEmulatedAccount = (account: string): boolean => /^emulat(or|ed)( |$)/.test(account);

/**
 * Whether unfinished jobs of another account are worth a word: those of a real account, because a replaced key leaves such behind,
 * and so does the address of an emulator that was left set; and those of the same emulator under another key. An emulator within
 * the command was asked for by a flag.
 */
export function mattersBeside(account: string, other: string): boolean {
  if (!isEmulatedAccount(account)) return !isEmulatedAccount(other);
  const [place] = /^emulator \S+ /.exec(account) ?? [];
  return place !== undefined && (other.startsWith(place) || !isEmulatedAccount(other));
}

function nameOfKey(baseUrl: string, credentials: Credentials): string {
  const key = credentials.kind === "api-key" ? credentials.apiKey : credentials.accessKey;
  return accountOfKey(baseUrl, key);
}
