import { rememberEarlierAccounts } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { withStoreIfThere } from "../../jobs/open-store.ts";
import type { AccountNames } from "../../session/account-name.ts";
import { NAMED_SERVICES, unusedNameText } from "../../session/account-note.ts";
import type { AccountName } from "../../session/account-setting.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import type { Check, RememberNames } from "./check.ts";

interface CheckedAccount {
  readonly service: keyof typeof NAMED_SERVICES;
  /** As the store keeps it. */
  readonly names: AccountNames;
  readonly given: AccountName;
  readonly rememberNames: RememberNames;
}

/** By the store that is named, or the usual one; where there is none, nothing was bought before. */
export const rememberInStore =
  (deps: Deps, options: StoreOptions): RememberNames =>
  async (buyer) => {
    const account = { ...buyer, earlierAccounts: [] };
    const known = await withStoreIfThere(deps, options, async (store) => {
      await rememberEarlierAccounts(store, buyer);
      // Those alone that have bought something.
      return rememberEarlierAccounts(store, account);
    });
    return known ?? account;
  };

/** Under which name jobs are kept, and where it is from. The store remembers what the account was called before. */
export async function checkAccountName(
  name: string,
  { service, names, given, rememberNames }: CheckedAccount,
): Promise<Check> {
  const { account } = names;
  const unused = unusedNameText(given, NAMED_SERVICES[service]);
  if (unused !== undefined)
    return { name, status: "warning", detail: `${account}, after the key. ${unused}` };
  if (given.account === undefined) {
    const advice = `before you replace the key, set ${NAMED_SERVICES[service].variable} to a name of your own and run \`kling doctor\` again`;
    return { name, status: "ok", detail: `${account}, after the key; ${advice}` };
  }
  const origin = `${account}, from ${given.account.source}`;
  try {
    const { earlierAccounts = [] } = await rememberNames({ provider: service, ...names });
    const also = earlierAccounts.length > 0 ? `; also what was bought as ${earlierAccounts.join(", ")}` : "";
    return { name, status: "ok", detail: `${origin}${also}` };
  } catch (error) {
    // A store that cannot be used fails the commands that need it, with words of their own.
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `${origin}; what was bought before it had this name is not known: ${reason}`;
    return { name, status: "warning", detail };
  }
}
