import { openPostgresStore, openSqliteStore, type Store } from "@klingkit/engine";

/** Opens a store by its address: a path, or `postgres:`, where wake-ups go through pg-boss. */
export const openStoreAt = (address: string): Promise<Store> =>
  address.startsWith("postgres:")
    ? openPostgresStore(address, { wakeups: "pg-boss" })
    : openSqliteStore(address);
