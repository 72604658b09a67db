import type { JobClient } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { type MissingStore, openJobs, withStoreToRead } from "./open-store.ts";

/** Opens the job client of a store, for what only jobs of it are needed for: without key and network, and no store is made. */
export const withJobClient = <Result>(
  deps: Deps,
  options: StoreOptions,
  use: (jobClient: JobClient, missing: MissingStore) => Promise<Result>,
): Promise<Result> => withStoreToRead(deps, options, (store, missing) => use(openJobs(deps, store), missing));
