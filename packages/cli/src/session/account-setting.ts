import { profileOf } from "../config/config-file.ts";
import {
  type Credentials,
  credentialsIn,
  credentialsOf,
  fromEnvironment,
  fromProfile,
  type Sourced,
  type Sources,
} from "./settings.ts";

/** What the user calls an account. */
export interface AccountName {
  /** Name under which jobs are kept; undefined: by the key. */
  readonly account?: Sourced<string> | undefined;
  /** A name that does not count: it stands in the config file beside another key than the one that is used. */
  readonly unusedAccount?: Sourced<string> | undefined;
}

interface NameQuestion {
  /** Part of the key in use that names its account. */
  readonly keyInUse: string | undefined;
  /** The same of the key in the profile; undefined where it has none. */
  readonly keyOfProfile: string | undefined;
  /** Where names are looked for. */
  readonly names: readonly {
    readonly variable: string;
    readonly configKey: "account" | "higgsfield_account";
  }[];
}

/** Names the accounts of every service. */
export const ACCOUNT = { variable: "KLING_ACCOUNT", configKey: "account" } as const;
/** Names the account of this service alone, so that an old name of it can be given without renaming the others. */
export const HIGGSFIELD_ACCOUNT = { variable: "HF_ACCOUNT", configKey: "higgsfield_account" } as const;

/**
 * A name in the config file counts for any key, unless another key stands beside it in the profile: then it is the name of that
 * key's account, which may be somebody else's.
 */
function nameAccount(sources: Sources, { keyInUse, keyOfProfile, names }: NameQuestion): AccountName {
  const isOfOther = keyOfProfile !== undefined && keyOfProfile !== keyInUse;
  let unusedAccount: Sourced<string> | undefined;
  for (const { variable, configKey } of names) {
    const given = fromEnvironment(sources.env, [variable]);
    const stored = fromProfile(sources, configKey);
    const account = given ?? (isOfOther ? undefined : stored);
    if (account) return { account };
    unusedAccount ??= stored;
  }
  return { unusedAccount };
}

/** What the user calls the account of Kling's key. Asks nothing of the service. */
export function nameKlingAccount(sources: Sources): AccountName {
  const used = credentialsOf(sources)?.value;
  const stored = credentialsIn(profileOf(sources.config, sources.profile));
  return nameAccount(sources, {
    keyInUse: used && publicPartOf(used),
    keyOfProfile: stored && publicPartOf(stored),
    names: [ACCOUNT],
  });
}

/** The part of a key that names its account. */
export const publicPartOf = (credentials: Credentials): string =>
  credentials.kind === "api-key" ? credentials.apiKey : credentials.accessKey;

/** What the user calls the account of Higgsfield whose key has this ID. */
export const nameHiggsfieldAccount = (
  sources: Sources,
  keys: Pick<NameQuestion, "keyInUse" | "keyOfProfile">,
): AccountName => nameAccount(sources, { ...keys, names: [HIGGSFIELD_ACCOUNT, ACCOUNT] });
