import { randomBytes } from "node:crypto";
import { createTempDir } from "./temp-dir.ts";

/** Where an empty store may be made. */
export interface StoreAddress extends AsyncDisposable {
  /** Path of a file that is not there yet, or a `postgres:` address with a schema that is not there yet. */
  readonly address: string;
}

/** Room for one store: in the server of `postgresUrl`, or in a file where that is empty. */
export async function createStoreAddress(postgresUrl: string): Promise<StoreAddress> {
  if (postgresUrl !== "") {
    const address = `${postgresUrl}&schema=s${randomBytes(6).toString("hex")}`;
    // The schema goes with the server.
    return { address, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const folder = await createTempDir("klingkit-store-");
  return { address: folder.file("jobs.sqlite"), [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}
