import {
  type AccountKey,
  accountKeysOf,
  type Buyer,
  rememberEarlierAccounts,
  type Store,
} from "@klingkit/engine";
import { readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { type AccountNames, accountNames } from "../session/account-name.ts";
import { nameKlingAccount, publicPartOf } from "../session/account-setting.ts";
import { verifyEmulator } from "../session/emulator-probe.ts";
import {
  type ConnectionOptions,
  type Credentials,
  readSettings,
  type Settings,
} from "../session/settings.ts";

/** An account as the store keeps it: under every name. */
export async function accountsKept(store: Store, buyer: Buyer): Promise<readonly AccountKey[]> {
  return accountKeysOf(await rememberEarlierAccounts(store, buyer));
}

interface KlingKey extends Pick<Settings, "profile" | "baseUrl"> {
  readonly credentials: Credentials;
  readonly isEmulator: boolean;
}

/** The account of a key of Kling. */
export function klingAccount(
  { env }: Pick<Deps, "env">,
  { profile, baseUrl, credentials, isEmulator: isFake }: KlingKey,
): AccountNames {
  const { account } = nameKlingAccount({ env, config: readConfig(env), profile });
  const key = publicPartOf(credentials);
  return accountNames({ account, baseUrl: baseUrl.value, key, isEmulator: isFake });
}

/**
 * Account of the key of Kling that is set; undefined without one. Only an address of this machine is asked whether an emulator is
 * there. Throws `connection_error` where nothing answers.
 */
export async function accountGiven(
  deps: Deps,
  options: ConnectionOptions,
): Promise<AccountNames | undefined> {
  const { credentials, ...settings } = readSettings(deps, options);
  if (!credentials) return undefined;
  const isFake = await verifyEmulator(deps, settings.baseUrl.value);
  return klingAccount(deps, { ...settings, credentials: credentials.value, isEmulator: isFake });
}
