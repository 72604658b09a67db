import { createStoreAddress, startTestPostgres } from "@klingkit/testkit";

export type StoreKind = "sqlite" | "postgres";

/** Room for one store. */
export interface Site extends AsyncDisposable {
  readonly address: string;
  /** Ends the server without warning and starts it again; nothing on SQLite, which has none. */
  killDatabase(): Promise<void>;
}

export async function openSite(store: StoreKind): Promise<Site> {
  if (store === "sqlite")
    return Object.assign(await createStoreAddress(""), { killDatabase: () => Promise.resolve() });
  const server = await startTestPostgres({ isDurable: true });
  return {
    address: server.url(),
    async killDatabase() {
      await server.kill();
      await server.restart();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
