import type { higgsfieldFromEnvironment as FromEnvironment } from "klingkit/higgsfield";
import { profileOf, readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { type AccountName, nameHiggsfieldAccount } from "./account-setting.ts";
import { BASE_URL_RULE, isBaseUrl, type Settings } from "./settings.ts";

/** Key and address of the second service, as its client takes them. */
export interface HiggsfieldConnection extends Omit<ReturnType<typeof FromEnvironment>, "baseUrl"> {
  /** Absent: the address of the service. */
  readonly baseUrl?: string;
}

export interface HiggsfieldSettings extends AccountName {
  readonly connection: HiggsfieldConnection;
  /** The public part of the key. */
  readonly keyId: string;
}

/**
 * Key of Higgsfield from the environment or the config file; undefined where none is set. Where Kling's requests go to an
 * emulator, its own go there as well, unless `HIGGSFIELD_BASE_URL` says otherwise: a test of one service must not buy from the other.
 */
export async function readHiggsfieldSettings(
  { env }: Deps,
  { profile }: Pick<Settings, "profile">,
  emulatorUrl: string | undefined,
): Promise<HiggsfieldSettings | undefined> {
  const found = await readHiggsfieldKey({ env }, { profile });
  if (!found) return undefined;
  const { key, ...names } = found;
  const baseUrl = higgsfieldUrlGiven({ env }, { profile }) ?? emulatorUrl;
  return {
    connection: { ...key, ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, "") }) },
    ...names,
  };
}

interface HiggsfieldKey extends Omit<HiggsfieldSettings, "connection"> {
  readonly key: Omit<HiggsfieldConnection, "baseUrl">;
}

/** The key and what its account is called; undefined where none is set. */
export async function readHiggsfieldKey(
  { env }: Pick<Deps, "env">,
  { profile }: Pick<Settings, "profile">,
): Promise<HiggsfieldKey | undefined> {
  const config = readConfig(env);
  const { higgsfieldFromEnvironment } = await import("klingkit/higgsfield");
  const { baseUrl: _, allowsHttp: __, ...given } = higgsfieldFromEnvironment(env);
  const fromFile = profileOf(config, profile).higgsfield_credentials?.trim();
  const key = Object.keys(given).length > 0 ? given : fromFile ? { credentials: fromFile } : undefined;
  if (!key) return undefined;
  const keyId = keyIdOf(key);
  const keyOfProfile = fromFile ? keyIdOf({ credentials: fromFile }) : undefined;
  const names = nameHiggsfieldAccount({ env, config, profile }, { keyInUse: keyId, keyOfProfile });
  return { key, keyId, ...names };
}

const keyIdOf = ({ keyId, credentials }: HiggsfieldConnection): string =>
  keyId ?? credentials?.split(":")[0] ?? "";

/** The address that environment or config file name; undefined where neither does. Throws `invalid_base_url`. */
export function higgsfieldUrlGiven(
  { env }: Pick<Deps, "env">,
  { profile }: Pick<Settings, "profile">,
): string | undefined {
  const stored = profileOf(readConfig(env), profile);
  // The name that `higgsfieldFromEnvironment` reads; here it is asked for before the client of that service is loaded.
  const url = env["HIGGSFIELD_BASE_URL"]?.trim() || stored.higgsfield_base_url?.trim() || undefined;
  if (url === undefined || isBaseUrl(url)) return url;
  throw usageError("invalid_base_url", `HIGGSFIELD_BASE_URL: ${BASE_URL_RULE}.`);
}
