import { createHash } from "node:crypto";
import type { Credentials } from "../session/settings.ts";

const DIGITS = 10;

export interface AccountInput {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly isEmulator: boolean;
}

/** Names who pays, without telling the key: jobs, slots, limits and ledger of two accounts never mix. */
export function accountName({ baseUrl, credentials, isEmulator }: AccountInput): string {
  const key = credentials.kind === "api-key" ? credentials.apiKey : credentials.accessKey;
  const digest = createHash("sha256").update(key).digest("hex").slice(0, DIGITS);
  return `${isEmulator ? "emulator " : ""}${new URL(baseUrl).host} ${digest}`;
}
