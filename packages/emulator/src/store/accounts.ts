import { hash } from "node:crypto";
import type { Chance } from "../chance/chance.ts";
import type { PackOption, Settings } from "../options.ts";
import { type Account, createAccount, type Pack } from "./account.ts";

const DAY_MS = 86_400_000;
/** Validity of a standard pack. @source DOC (standard video pack: 180 days) */
const PACK_DAYS = 180;

export interface Accounts {
  /** The account of a name, made on first use. */
  open(name: string): Account;
  find(name: string): Account | undefined;
  all(): IterableIterator<Account>;
  setPacks(account: Account, packs: readonly PackOption[] | undefined): void;
  remove(name: string): void;
}

/** Name of the account that an unnamed key opens: does not reveal the key. */
export const accountNameOf = (key: string): string => `account-${hash("sha256", key, "hex").slice(0, 16)}`;

export function createAccounts(
  settings: Pick<Settings, "packs">,
  { chance, nowMs }: { readonly chance: Chance; readonly nowMs: () => number },
): Accounts {
  const accounts = new Map<string, Account>();

  const packOf =
    (account: string) =>
    (option: PackOption, at: number): Pack => {
      const effectiveAtMs = option.effectiveAtMs ?? nowMs();
      return {
        id: chance.hex("pack", account, at, option.name).slice(0, 32),
        name: option.name,
        units: option.units,
        remainingUnits: option.remainingUnits ?? option.units,
        concurrency: option.concurrency,
        purchasedAtMs: effectiveAtMs,
        effectiveAtMs,
        expiresAtMs: option.expiresAtMs ?? effectiveAtMs + PACK_DAYS * DAY_MS,
      };
    };

  return {
    open(name) {
      const known = accounts.get(name);
      if (known) return known;
      const account = createAccount(name, settings.packs?.map(packOf(name)));
      accounts.set(name, account);
      return account;
    },
    find: (name) => accounts.get(name),
    all: () => accounts.values(),
    setPacks(account, packs) {
      account.packs = packs?.map(packOf(account.name));
    },
    remove: (name) => void accounts.delete(name),
  };
}
