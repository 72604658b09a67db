import type { JobClient } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { openJobs, withStore } from "./open-store.ts";

/** Opens the job client of the store, without key and network. */
export const withJobClient = <Result>(
  deps: Deps,
  options: StoreOptions,
  use: (jobClient: JobClient) => Promise<Result>,
): Promise<Result> => withStore(deps, options, (store) => use(openJobs(deps, store)));
