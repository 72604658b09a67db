import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { openSqliteStore, type Store } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { type StoreOptions, storePath } from "./store-path.ts";

const FOLDER_MODE = 0o700;

/** Opens the store, made at its first use, for as long as `use` runs. */
export async function withStore<Result>(
  deps: Deps,
  options: StoreOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const path = storePath(deps, options);
  // A folder that is there keeps its rights: it may be shared on purpose.
  await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
  const store = await openSqliteStore(path);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
