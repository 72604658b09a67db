import type { Account } from "../world/accounts/account.ts";
import type { World } from "../world/world.ts";
import type { HiggsfieldSettings } from "./settings.ts";

/** Opens the account of a caller. */
export type OpenAccount = (name: string) => Account;

const YEAR_MS = 365 * 86_400_000;

/** Gives an account its funds when it is first seen; they end a year after they were added. @source DOC 2026-09 (billing) */
export function createAccountOpener(
  { accounts, clock, store }: Pick<World, "accounts" | "clock" | "store">,
  { balanceUsd }: Pick<HiggsfieldSettings, "balanceUsd">,
): OpenAccount {
  const seen = new WeakSet<Account>();
  return (name) => {
    const account = accounts.open(name);
    if (seen.has(account)) return account;
    seen.add(account);
    // After a restart the funds are what was left of them.
    const hasFunds = account.packs?.some(({ unit }) => unit === "usd") ?? false;
    if (balanceUsd === undefined || hasFunds) return account;
    const expiresAtMs = clock.nowMs() + YEAR_MS;
    accounts.setPacks(account, [{ name: "balance", unit: "usd", units: balanceUsd, expiresAtMs }]);
    store.account(account);
    return account;
  };
}
