import type { FaultRule } from "../faults/fault-rule.ts";
import type { KeyOption } from "./account-options.ts";
import { accountNameOf, accountOfKey } from "./accounts.ts";

const DERIVED_NAME = /^account-[0-9a-f]{16}$/;

/** Name of the account that people mean when they give its name or one of its keys. */
export function nameOfAccount(nameOrKey: string, keys: readonly KeyOption[]): string {
  if (DERIVED_NAME.test(nameOrKey) || keys.some(({ account }) => account === nameOrKey)) return nameOrKey;
  const key = keys.find(({ apiKey, accessKey, keyId }) => [apiKey, accessKey, keyId].includes(nameOrKey));
  return key ? accountOfKey(key) : accountNameOf(nameOrKey);
}

/** Rules whose `match.account` may be a key; patterns with `*` are for names. */
export function nameFaultAccounts(
  rules: readonly FaultRule[],
  keys: readonly KeyOption[],
): readonly FaultRule[] {
  return rules.map((rule) => {
    const account = rule.match?.account;
    if (account === undefined || account.includes("*")) return rule;
    return { ...rule, match: { ...rule.match, account: nameOfAccount(account, keys) } };
  });
}
