import { hostname } from "node:os";
import type { Deps } from "../deps.ts";
import { type StoreOptions, storeAddress, storeFolder } from "./store-address.ts";

/** Whether it is one of these. */
export const isEmbeddedAccount = (account: string): boolean => /^emulated( |$)/.test(account);

/** Who pays for what `--emulated` buys, whatever port its emulator gets. Jobs of other machines are none of its own. */
export function embeddedAccount(deps: Deps, options: StoreOptions): string {
  const isShared = storeAddress(deps, options).kind === "postgres";
  return isShared ? `emulated ${hostname()} ${storeFolder(deps, options)}` : "emulated";
}
