import { dirname, join, resolve } from "node:path";
import {
  DEFAULT_STORE_NAME,
  dataFolder,
  openPostgresStore,
  openSqliteStore,
  type Store,
  storeKindOf,
} from "@klingkit/engine";
import type { KlingkitProviderSettings } from "../settings.ts";

export interface OpenedStore {
  readonly store: Store;
  /** Folder of the store's file, for what belongs to it: input files, videos. Absolute; absent for a store without a file of its own. */
  readonly folder?: string;
  /** Ends a store that this provider opened. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens the store that the settings name, or the one of the `kling` command. */
export async function openStore(
  { store: given }: Pick<KlingkitProviderSettings, "store">,
  env: Environment,
): Promise<OpenedStore> {
  if (typeof given === "object") return { store: given, close: () => Promise.resolve() };
  const address =
    given?.trim() ||
    env["KLING_STORE"]?.trim() ||
    join(dataFolder({ env, platform: process.platform }), DEFAULT_STORE_NAME);
  const isServer = storeKindOf(address) === "postgres";
  const path = resolve(address);
  const store = await (isServer ? openPostgresStore(address) : openSqliteStore(path));
  return { store, ...(isServer ? {} : { folder: dirname(path) }), close: () => store.close() };
}
