import { openPostgresStore, openSqliteStore, type Store } from "@klingkit/engine";
import { createStoreAddress } from "@klingkit/testkit";
import type { PostgresPool } from "kysely";
import { inject } from "vitest";
import { copyStatements } from "./store-template.ts";

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

/** Makes room for a store of the kind that the run is about, at the run's server or another one. */
export async function createStoreSite(postgresUrl = inject("postgresUrl")): Promise<StoreSite> {
  const place = await createStoreAddress(postgresUrl);
  const { address } = place;
  const isPostgres = postgresUrl !== "";
  // A server of a test's own has no other stores.
  const isCopied = isPostgres && postgresUrl === inject("postgresUrl");
  const fill = isCopied ? createFiller(postgresUrl, address) : undefined;
  return {
    address,
    open: (during = (work) => work) =>
      isPostgres
        ? openPostgresStore(address, { wrapPool: (pool) => watchPool(pool, { during, fill }) })
        : openSqliteStore(address),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

type Connection = Awaited<ReturnType<PostgresPool["connect"]>>;

/** Makes the tables over the first connection to the store, before anybody uses it. */
function createFiller(postgresUrl: string, address: string): (client: Connection) => Promise<unknown> {
  const schema = new URL(address).searchParams.get("schema") ?? "";
  let filled: Promise<unknown> | undefined;
  return (client) => {
    filled ??= copyStatements(postgresUrl, schema).then((text) => client.query(text, []));
    return filled;
  };
}

interface Watch {
  readonly during: During;
  readonly fill: ((client: Connection) => Promise<unknown>) | undefined;
}

function watchPool(pool: PostgresPool, { during, fill }: Watch): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await during(pool.connect());
      await during(Promise.resolve(fill?.(client)));
      const query = (text: string, parameters: readonly unknown[]) => during(client.query(text, parameters));
      // Of its two forms the one with a cursor is for streams, which no store uses.
      return { query: query as typeof client.query, release: (destroy) => client.release(destroy) };
    },
  };
}
