import type { Deps } from "../deps.ts";
import { accountName } from "../session/account-name.ts";
import { type ConnectionOptions, readSettings } from "../session/settings.ts";

/** Account of the key that is set, without asking whether an emulator answers; undefined without a key. */
export function accountGiven(
  deps: Deps,
  options: ConnectionOptions,
  { isEmulator = false }: { readonly isEmulator?: boolean } = {},
): string | undefined {
  const settings = readSettings(deps, options);
  const { credentials } = settings;
  return credentials && accountName({ ...settings, credentials: credentials.value }, { isEmulator });
}
