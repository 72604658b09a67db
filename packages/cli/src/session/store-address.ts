import { dirname, join, resolve } from "node:path";
import { DEFAULT_STORE_NAME, dataFolder, storeKindOf } from "@klingkit/engine/jobs";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";

/** Flag of every command that reads or writes the store. */
export interface StoreOptions {
  readonly store?: string;
}

/** Where jobs, approvals and ledger are. */
export type StoreAddress =
  | { readonly kind: "sqlite"; readonly path: string }
  /** May hold a password: never to be shown. */
  | { readonly kind: "postgres"; readonly url: string };

/** `--store`, then `KLING_STORE`, then a file in the platform's data folder. Throws `store_address_invalid` for the address of something else. */
export function storeAddress(
  { env, cwd, platform }: Pick<Deps, "env" | "cwd" | "platform">,
  { store }: StoreOptions,
): StoreAddress {
  const given = store?.trim() || env["KLING_STORE"]?.trim();
  if (!given) return { kind: "sqlite", path: join(dataFolder({ env, platform }), DEFAULT_STORE_NAME) };
  if (storeKindOf(given) === "postgres") return { kind: "postgres", url: given };
  // As a path it would make folders whose names hold the password.
  if (/^[a-z][\w+.-]+:\/\//i.test(given)) {
    const message =
      "--store (KLING_STORE): this kind of address is not supported. Use a file, or postgres://user@host/database. Nothing was sent.";
    throw usageError("store_address_invalid", message);
  }
  return { kind: "sqlite", path: resolve(cwd, given) };
}

/** Folder for what belongs to a store and is not in it. */
export function storeFolder(deps: Deps, options: StoreOptions): string {
  const address = storeAddress(deps, options);
  return address.kind === "sqlite" ? dirname(address.path) : dataFolder(deps);
}
