import type { Call } from "../server/call.ts";
import type { KeyOption } from "../world/accounts/account-options.ts";
import { accountNameOf, accountOfKey } from "../world/accounts/accounts.ts";

export interface CredentialCheck {
  /** Name of the account that calls; undefined for a credential that is missing, malformed or unknown. */
  accountOf(call: Call): string | undefined;
  /** Adds a key; from the first key on, unknown credentials are refused. Keys of other services are ignored. */
  addKey(key: KeyOption): void;
  keys(): readonly KeyOption[];
}

interface Credential {
  readonly id: string;
  readonly secret: string;
}

const isHiggsfieldKey = ({ keyId, keySecret }: KeyOption): boolean =>
  keyId !== undefined && keySecret !== undefined;

/** `Authorization: Key id:secret`, or the older pair of headers. @source DOC 2026-08-11 (authentication) */
export function readCredential({
  authorization,
  header,
}: Pick<Call, "authorization" | "header">): Credential | undefined {
  if (authorization !== undefined) {
    const [, id = "", secret = ""] = /^Key ([^\s:]+):([^\s:]+)$/.exec(authorization.trim()) ?? [];
    return id === "" ? undefined : { id, secret };
  }
  const id = header("hf-api-key")?.trim() ?? "";
  const secret = header("hf-secret")?.trim() ?? "";
  return id === "" || secret === "" ? undefined : { id, secret };
}

/** Without keys every credential of the right form is accepted, one account for each id. */
export function createCredentialCheck(keys: readonly KeyOption[]): CredentialCheck {
  const known = keys.filter(isHiggsfieldKey);
  return {
    accountOf(call) {
      const credential = readCredential(call);
      if (!credential) return undefined;
      if (known.length === 0) return accountNameOf(credential.id);
      const key = known.find(
        ({ keyId, keySecret }) => keyId?.trim() === credential.id && keySecret?.trim() === credential.secret,
      );
      return key && accountOfKey(key);
    },
    addKey(key) {
      if (isHiggsfieldKey(key)) known.push(key);
    },
    keys: () => known,
  };
}
