import { createHash } from "node:crypto";
import { requireText } from "@klingkit/spec/plain";

const DIGITS = 10;

/** Prefix of accounts of an emulator: what is bought there is always told apart. */
export const EMULATED = "emulator ";

/** Names an account by the host of its service and a digest of its key, without telling the key. The access key of a key pair counts. */
export const accountOfKey = (baseUrl: string, key: string): string =>
  `${new URL(baseUrl).host} ${createHash("sha256").update(key).digest("hex").slice(0, DIGITS)}`;

/** True for the account of an emulator, one that runs within a command (`emulated`) among them: what it pays costs nothing. */
export const isEmulatedAccount = (account: string): boolean => {
  requireText("isEmulatedAccount", { account });
  return /^emulat(or|ed)( |$)/.test(account);
};
