import { openPostgresStore, openSqliteStore, type Store } from "@klingkit/engine";
import { createStoreAddress } from "@klingkit/testkit";
import type { PostgresPool } from "kysely";
import { inject } from "vitest";

/** Counts work that a virtual clock must not overtake. */
export type During = <T>(work: Promise<T>) => Promise<T>;

/** An empty store that any number of engines may open. */
export interface StoreSite extends AsyncDisposable {
  /** For other processes. */
  readonly address: string;
  open(during?: During): Promise<Store>;
}

/** The store that this run of the suite is about. */
export const storeKind = (): Store["kind"] => (inject("postgresUrl") === "" ? "sqlite" : "postgres");

/** Makes room for a store of the kind that the run is about. */
export async function createStoreSite(): Promise<StoreSite> {
  const place = await createStoreAddress(inject("postgresUrl"));
  const { address } = place;
  return {
    address,
    open: (during = (work) => work) =>
      address.startsWith("postgres:")
        ? openPostgresStore(address, { wrapPool: (pool) => watchPool(pool, during) })
        : openSqliteStore(address),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

function watchPool(pool: PostgresPool, during: During): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await during(pool.connect());
      const query = (text: string, parameters: readonly unknown[]) => during(client.query(text, parameters));
      // Of its two forms the one with a cursor is for streams, which no store uses.
      return { query: query as typeof client.query, release: (destroy) => client.release(destroy) };
    },
  };
}
