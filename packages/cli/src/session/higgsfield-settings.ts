import type { higgsfieldFromEnvironment as FromEnvironment } from "klingkit/higgsfield";
import { profileOf, readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { BASE_URL_RULE, isBaseUrl, type Settings } from "./settings.ts";

/** Key and address of the second service, as its client takes them. */
export interface HiggsfieldSettings extends Omit<ReturnType<typeof FromEnvironment>, "baseUrl"> {
  /** Absent: the address of the service. */
  readonly baseUrl?: string;
  /** Names the account without telling the key. */
  readonly keyName: string;
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
  const stored = profileOf(readConfig(env), profile);
  const { higgsfieldFromEnvironment } = await import("klingkit/higgsfield");
  const { baseUrl: _, ...given } = higgsfieldFromEnvironment(env);
  const fromFile = stored.higgsfield_credentials?.trim();
  const key = Object.keys(given).length > 0 ? given : fromFile ? { credentials: fromFile } : undefined;
  if (!key) return undefined;
  const baseUrl = higgsfieldUrlGiven({ env }, { profile }) ?? emulatorUrl;
  return {
    ...key,
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, "") }),
    keyName: key.keyId ?? key.credentials?.split(":")[0] ?? "",
  };
}

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
