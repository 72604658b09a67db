import { dirname, join, resolve } from "node:path";
import { DEFAULT_STORE_NAME, dataFolder, openSqliteStore, type Store } from "@klingkit/engine";
import { makeFolder } from "klingkit/node";
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
  const address = given?.trim() || env["KLING_STORE"]?.trim() || join(sharedFolder(env), DEFAULT_STORE_NAME);
  if (/^postgres(ql)?:/i.test(address)) {
    const { openPostgresStore } = await import("@klingkit/engine/postgres");
    const store = await openPostgresStore(address);
    return { store, close: () => store.close() };
  }
  const path = resolve(address);
  const store = await openSqliteStore(path);
  return { store, folder: dirname(path), close: () => store.close() };
}

/** Where the `kling` command keeps what belongs to this machine's user. */
export const sharedFolder = (env: Environment): string => dataFolder({ env, platform: process.platform });

/** Made before anything is put into it, for its owner only, as the `kling` command makes it. What keeps it from being made is reported when a file is written. */
export async function makeSharedFolder(env: Environment): Promise<string> {
  const folder = sharedFolder(env);
  await makeFolder(folder, { mode: 0o700 }).catch(() => undefined);
  return folder;
}
