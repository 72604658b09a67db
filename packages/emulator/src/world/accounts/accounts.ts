import { hash } from "node:crypto";
import type { Chance } from "../chance.ts";
import { type Account, createAccount, type ElementKind, type Pack } from "./account.ts";
import type { KeyOption, PackOption } from "./account-options.ts";

const DAY_MS = 86_400_000;
/** Validity of a standard pack. @source DOC (standard video pack: 180 days) */
const PACK_DAYS = 180;

export interface Accounts {
  /** The account of a name, made on first use. */
  open(name: string): Account;
  find(name: string): Account | undefined;
  all(): IterableIterator<Account>;
  /** Packs of accounts that are still to be opened. */
  setDefaultPacks(packs: readonly PackOption[] | undefined): void;
  /** An element that every account has. */
  shareElement(elementId: string, kind: ElementKind): void;
  setPacks(account: Account, packs: readonly PackOption[] | undefined): void;
  remove(name: string): void;
}

/** Name of the account that an unnamed key opens: does not reveal the key. */
export const accountNameOf = (key: string): string => `account-${hash("sha256", key, "hex").slice(0, 16)}`;

/** Account of a key: named, or derived from its first credential. */
export const accountOfKey = (key: KeyOption): string =>
  key.account ?? accountNameOf(key.apiKey ?? key.accessKey ?? key.keyId ?? "");

export function createAccounts(
  packs: readonly PackOption[] | undefined,
  { chance, nowMs }: { readonly chance: Chance; readonly nowMs: () => number },
): Accounts {
  const accounts = new Map<string, Account>();
  const sharedElements = new Map<string, ElementKind>();
  let defaultPacks = packs;

  const packOf =
    (account: string) =>
    (option: PackOption, at: number): Pack => {
      const effectiveAtMs = option.effectiveAtMs ?? nowMs();
      return {
        id: chance.hex("pack", account, at, option.name).slice(0, 32),
        name: option.name,
        unit: option.unit ?? "video",
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
      const account = createAccount(name, defaultPacks?.map(packOf(name)));
      for (const [id, kind] of sharedElements) account.elements.set(id, kind);
      accounts.set(name, account);
      return account;
    },
    setDefaultPacks(next) {
      defaultPacks = next;
    },
    shareElement: (elementId, kind) => void sharedElements.set(elementId, kind),
    find: (name) => accounts.get(name),
    all: () => accounts.values(),
    setPacks(account, next) {
      account.packs = next?.map(packOf(account.name));
    },
    remove: (name) => void accounts.delete(name),
  };
}
