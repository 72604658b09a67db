import { type EventLog, openEventLog } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { type MissingStore, withStoreToRead } from "../jobs/open-store.ts";
import type { StoreOptions } from "../session/store-address.ts";

/** Opens the events of the store, without key and network. */
export const withEventLog = <Result>(
  deps: Deps,
  options: StoreOptions,
  use: (log: EventLog, missing: MissingStore) => Promise<Result>,
): Promise<Result> =>
  withStoreToRead(deps, options, async (store, missing) =>
    use(await openEventLog(store, { clock: store.clock ?? deps.clock }), missing),
  );
