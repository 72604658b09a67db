import { StoreError } from "../store-error.ts";

const DEFAULT_SCHEMA = "klingkit";

/** Schemas are named without quotes everywhere. */
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

export interface PostgresAddress {
  /** Without our own parameters. */
  readonly connectionString: string;
  readonly schema: string;
  /** Server settings that the address asks for itself. */
  readonly serverOptions: string;
}

/** Reads `postgres://…?schema=name`. Throws StoreError `store_address_invalid`, without the address: it may hold a password. */
export function parseAddress(address: string): PostgresAddress {
  const url = URL.parse(address);
  if (url?.protocol !== "postgres:" && url?.protocol !== "postgresql:") {
    throw new StoreError("store_address_invalid", "the store's address is not postgres://user@host/database");
  }
  const schema = url.searchParams.get("schema") ?? DEFAULT_SCHEMA;
  if (!SCHEMA_NAME.test(schema)) {
    throw new StoreError(
      "store_address_invalid",
      `'${schema}' cannot name a schema; use lower-case letters, digits and _`,
    );
  }
  const serverOptions = url.searchParams.get("options") ?? "";
  url.searchParams.delete("schema");
  url.searchParams.delete("options");
  return { connectionString: url.href, schema, serverOptions };
}
