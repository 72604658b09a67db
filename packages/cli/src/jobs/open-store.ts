import { existsSync, statSync } from "node:fs";
import {
  isPassing,
  type JobClient,
  openEmptyStore,
  openJobClient,
  openSqliteStore,
  type Store,
} from "@klingkit/engine";
import type { PostgresStoreOptions } from "@klingkit/engine/postgres";
import type { Deps } from "../deps.ts";
import { type StoreAddress, type StoreOptions, storeAddress } from "../session/store-address.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";

/** How processes that share a PostgreSQL store wake each other; a file needs none of it. */
export interface OpenOptions extends StoreOptions, Pick<PostgresStoreOptions, "wakeups" | "onError"> {}

/** Opens the store, made at its first use, for as long as `use` runs. */
export async function withStore<Result>(
  deps: Deps,
  options: OpenOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  const store = await openStore(address, options);
  try {
    return await use(store);
  } catch (error) {
    throw await explainStoreFailure(address, error);
  } finally {
    await store.close();
  }
}

/**
 * The same for what only reads: where no store exists, none is made, and `use` gets an empty one. A person is shown its path: it may be
 * another one than was meant.
 */
export async function withStoreToRead<Result>(
  deps: Deps,
  options: StoreOptions & OutputOptions,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  if (address.kind !== "sqlite" || !isMissing(address.path)) return withStore(deps, options, use);
  const store = await openEmptyStore();
  try {
    const result = await use(store);
    if (isForPeople(deps, options)) deps.io.stderr.write(`There is no store yet: ${address.path}\n`);
    return result;
  } finally {
    await store.close();
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

/** Whether a store exists, for commands that must not make one. A server is only asked when it is opened. */
export function isStoreThere(deps: Deps, options: StoreOptions): boolean {
  const address = storeAddress(deps, options);
  return address.kind !== "sqlite" || existsSync(address.path);
}

async function openStore(address: StoreAddress, { wakeups, onError }: OpenOptions): Promise<Store> {
  if (address.kind === "sqlite") return openSqliteStore(address.path);
  // The driver takes longer to load than a list of jobs from a file to show.
  const { openPostgresStore } = await import("@klingkit/engine/postgres");
  return openPostgresStore(address.url, {
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
