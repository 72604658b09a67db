import { readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { ACCOUNT, type AccountName, HIGGSFIELD_ACCOUNT, nameKlingAccount } from "./account-setting.ts";
import { type ConnectionOptions, readSettings } from "./settings.ts";

/** Why a name in the config file does not count, and what to do about it; undefined where there is none such. */
export const unusedNameText = (
  { unusedAccount }: AccountName,
  { service, variable }: NamedService,
): string | undefined =>
  unusedAccount &&
  `The account name ${unusedAccount.value} (${unusedAccount.source}) is not used for ${service}, because that profile has another key than the one in use. If both are keys of one account, set ${variable}=${unusedAccount.value}.`;

/** The names that do not count beside the keys that are set. Asks nothing of a service. */
export async function findUnusedNames(
  deps: Deps,
  options: ConnectionOptions & { readonly emulated?: boolean },
): Promise<readonly { readonly message: string }[]> {
  // The account of an emulator that lives as long as the command has no other name.
  if (options.emulated) return [];
  const { env } = deps;
  const { profile } = readSettings(deps, options);
  const { readHiggsfieldKey } = await import("./higgsfield-settings.ts");
  const texts = [
    unusedNameText(nameKlingAccount({ env, config: readConfig(env), profile }), NAMED_SERVICES.kling),
    unusedNameText((await readHiggsfieldKey({ env }, { profile })) ?? {}, NAMED_SERVICES.higgsfield),
  ];
  return texts.flatMap((message) => (message === undefined ? [] : { message }));
}

interface NamedService {
  readonly service: string;
  /** Names its account. */
  readonly variable: string;
}

/** How accounts are named, by service. */
export const NAMED_SERVICES = {
  kling: { service: "Kling", variable: ACCOUNT.variable },
  higgsfield: { service: "Higgsfield", variable: HIGGSFIELD_ACCOUNT.variable },
} as const satisfies Record<string, NamedService>;
