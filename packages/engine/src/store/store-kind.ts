import type { Store } from "./store.ts";

/** What a store's address leads to: the `postgres:` URL of a server, or else the path of a file. */
export const storeKindOf = (address: string): Store["kind"] =>
  /^postgres(ql)?:/i.test(address) ? "postgres" : "sqlite";
