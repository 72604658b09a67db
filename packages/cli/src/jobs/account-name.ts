import { createHash } from "node:crypto";
import type { Credentials, Settings } from "../session/settings.ts";

const DIGITS = 10;
const EMULATED = "emulator ";

/**
 * Names who pays, without telling the key: jobs, slots, limits and ledger of two accounts never mix. The user's own
 * name outlives a key and joins several keys of one customer. What is bought from an emulator is always told apart.
 */
export function accountName(
  {
    account,
    baseUrl,
    credentials,
  }: Pick<Settings, "account" | "baseUrl"> & {
    readonly credentials: Credentials;
  },
  { isEmulator }: { readonly isEmulator: boolean },
): string {
  const { value } = account ?? {};
  const named = value?.startsWith(EMULATED) ? value.slice(EMULATED.length) : value;
  return `${isEmulator ? EMULATED : ""}${named ?? nameOfKey(baseUrl.value, credentials)}`;
}

function nameOfKey(baseUrl: string, credentials: Credentials): string {
  const key = credentials.kind === "api-key" ? credentials.apiKey : credentials.accessKey;
  const digest = createHash("sha256").update(key).digest("hex").slice(0, DIGITS);
  return `${new URL(baseUrl).host} ${digest}`;
}
