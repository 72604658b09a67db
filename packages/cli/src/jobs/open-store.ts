import { existsSync, statSync } from "node:fs";
import {
  isPassing,
  type JobClient,
  openEmptyStore,
  openJobClient,
  openSqliteStore,
  type Store,
  StoreError,
} from "@klingkit/engine";
import type { PostgresStoreOptions } from "@klingkit/engine/postgres";
import type { Deps } from "../deps.ts";
import { hidePasswords } from "../errors/hide-passwords.ts";
import { type StoreAddress, type StoreOptions, storeAddress } from "../session/store-address.ts";

/** How processes that share a PostgreSQL store wake each other; a file needs none of it. */
export interface OpenOptions extends StoreOptions, Pick<PostgresStoreOptions, "wakeups" | "onError"> {}

/** Opens the store, made at its first use, for as long as `use` runs. */
export async function withStore<Result>(
  deps: Deps,
  options: OpenOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  return useStore(address, await openStore(address, options), use);
}

/**
 * The same for what only reads: where no store exists, none is made, and `use` gets an empty one. Standard error says so, or a detail
 * of the error: the store may be another one than was meant.
 */
export async function withStoreToRead<Result>(
  deps: Deps,
  options: StoreOptions,
  use: (store: Store, missing: MissingStore) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  const found = await openIfThere(address, options);
  if ("store" in found) return useStore(address, found.store, (store) => use(store, {}));
  const missing = { missing_store: address.kind === "sqlite" ? address.path : hidePasswords(address.url) };
  try {
    const result = await useStore(address, await openEmptyStore(), (store) => use(store, missing));
    deps.io.stderr.write(`${found.absence}\n`);
    return result;
  } catch (error) {
    const { withDetails } = await import("../failures/with-details.ts");
    throw withDetails(error, deps.signal, missing);
  }
}

/** As a part of what a read prints as JSON: the path or address where no store is; empty where there is one. */
export interface MissingStore {
  readonly missing_store?: string;
}

/** The same for what a new store would answer as well, so that nobody need be told that there is none. */
export async function withStoreOrEmpty<Result>(
  deps: Deps,
  options: StoreOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  const found = await openIfThere(address, options);
  return useStore(address, "store" in found ? found.store : await openEmptyStore(), use);
}

/** The same for what can do without one: undefined where no store exists, and `use` is not called. */
export async function withStoreIfThere<Result>(
  deps: Deps,
  options: StoreOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result | undefined> {
  const address = storeAddress(deps, options);
  const found = await openIfThere(address, options);
  return "store" in found ? useStore(address, found.store, use) : undefined;
}

async function useStore<Result>(
  address: StoreAddress,
  store: Store,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(store);
  } catch (error) {
    throw await explainStoreFailure(address, error);
  } finally {
    await store.close();
  }
}

/** Makes nothing: where no store is, `absence` tells a person so. */
async function openIfThere(
  address: StoreAddress,
  options: OpenOptions,
): Promise<{ readonly store: Store } | { readonly absence: string }> {
  if (address.kind === "sqlite" && isMissing(address.path))
    return { absence: `There is no store yet: ${address.path}` };
  try {
    return { store: await openStore(address, { ...options, make: false }) };
  } catch (error) {
    if (error instanceof StoreError && error.code === "store_missing") return { absence: error.message };
    throw error;
  }
}

/** False also for a place that cannot be a store, such as one below a file: opening it says why. */
function isMissing(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}

/** False where no file is: then nothing need be prepared for a store. A server is only asked when it is opened. */
export function isStoreThere(deps: Deps, options: StoreOptions): boolean {
  const address = storeAddress(deps, options);
  return address.kind !== "sqlite" || existsSync(address.path);
}

async function openStore(
  address: StoreAddress,
  { wakeups, onError, make = true }: OpenOptions & Pick<PostgresStoreOptions, "make">,
): Promise<Store> {
  if (address.kind === "sqlite") return openSqliteStore(address.path);
  // The driver takes longer to load than a list of jobs from a file to show.
  const { openPostgresStore } = await import("@klingkit/engine/postgres");
  return openPostgresStore(address.url, {
    make,
    ...(wakeups ? { wakeups } : {}),
    ...(onError ? { onError } : {}),
  });
}

/** A server that went away, with its place; any other error as it is. */
export async function explainStoreFailure(address: StoreAddress, error: unknown): Promise<unknown> {
  if (address.kind === "sqlite" || !isPassing(error)) return error;
  const { explainFailure, parseAddress } = await import("@klingkit/engine/postgres");
  return explainFailure(error, parseAddress(address.url));
}

/** The job client of a store, by the clock that all its machines share. */
export const openJobs = ({ clock, telemetry }: Deps, store: Store): JobClient =>
  openJobClient(store, { clock: store.clock ?? clock, ...(telemetry ? { telemetry } : {}) });
