import type { AccountNames } from "../../session/account-name.ts";
import { NAMED_SERVICES, unusedNameText } from "../../session/account-note.ts";
import type { AccountName } from "../../session/account-setting.ts";
import type { Check } from "./check.ts";

interface CheckedAccount {
  readonly service: keyof typeof NAMED_SERVICES;
  /** As the store keeps it. */
  readonly names: AccountNames;
  readonly given: AccountName;
}

/** Under which name jobs are kept, and where it is from. */
export function checkAccountName(
  name: string,
  { service, names: { account }, given }: CheckedAccount,
): Check {
  const unused = unusedNameText(given, NAMED_SERVICES[service]);
  if (unused !== undefined)
    return { name, status: "warning", detail: `${account}, after the key. ${unused}` };
  const origin = given.account
    ? `from ${given.account.source}`
    : `after the key; before you replace the key, set ${NAMED_SERVICES[service].variable} to this name`;
  return { name, status: "ok", detail: `${account}, ${origin}` };
}
