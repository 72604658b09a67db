import { openPostgresStore, openSqliteStore, type Store } from "@klingkit/engine";
import { createTempDir, findPostgres, startTestPostgres, type TestPostgres } from "@klingkit/testkit";
import type { PostgresPool } from "kysely";
import { afterAll, beforeEach, describe } from "vitest";

/** Counts work that a virtual clock must not overtake. */
export type During = <T>(work: Promise<T>) => Promise<T>;

/** An empty store that any number of engines may open. */
export interface StoreSite extends AsyncDisposable {
  /** For `openStore`, in this process or another. */
  readonly address: string;
  open(during?: During): Promise<Store>;
}

export interface StoreKind {
  readonly name: Store["kind"];
  createSite(): Promise<StoreSite>;
}

/** Opens a file or a `postgres:` address. */
export const openStore = (address: string): Promise<Store> =>
  address.startsWith("postgres:") ? openPostgresStore(address) : openSqliteStore(address);

export const SQLITE: StoreKind = {
  name: "sqlite",
  async createSite() {
    const folder = await createTempDir("klingkit-store-");
    const address = folder.file("jobs.sqlite");
    return { address, open: () => openStore(address), [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
  },
};

let server: Promise<TestPostgres> | undefined;
let sites = 0;

/** One server per test file, and a schema of its own per site. */
export const POSTGRES: StoreKind = {
  name: "postgres",
  async createSite() {
    server ??= startTestPostgres();
    const { url } = await server;
    sites += 1;
    const address = url(`s${sites}`);
    return {
      address,
      open: (during = (work) => work) =>
        openPostgresStore(address, { wrapPool: (pool) => watchPool(pool, during) }),
      // The schema goes with the server.
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  },
};

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

/** Runs a suite on both stores; without PostgreSQL its half is skipped and says why. */
export function describeStores(suite: (kind: StoreKind) => void): void {
  describe("on sqlite", () => suite(SQLITE));
  describe("on postgres", () => {
    const found = findPostgres();
    beforeEach(({ skip }) => {
      if (!found.isFound) skip(found.reason);
    });
    suite(POSTGRES);
    afterAll(async () => {
      const running = server;
      server = undefined;
      await (await running)?.[Symbol.asyncDispose]();
    });
  });
}
