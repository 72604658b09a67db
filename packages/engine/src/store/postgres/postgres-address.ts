import { StoreError } from "../store-error.ts";
import { findUnknownParameter } from "./address-parameters.ts";

const DEFAULT_SCHEMA = "klingkit";

/** Schemas are named without quotes everywhere. */
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

export interface PostgresAddress {
  /** Without our own parameters. */
  readonly connectionString: string;
  readonly schema: string;
  /** Server settings that the address asks for itself. */
  readonly serverOptions: string;
  /** Host and database for people, such as `db.example:5433/videos`: no user, no password. */
  readonly place: string;
}

/** Reads `postgres://…?schema=name`. Throws StoreError `store_address_invalid`, without the address: it may hold a password. */
export function parseAddress(address: string): PostgresAddress {
  const url = URL.parse(address);
  if (url?.protocol !== "postgres:" && url?.protocol !== "postgresql:") {
    throw new StoreError(
      "store_address_invalid",
      "The address of the store is not postgres://user@host/database. Nothing was sent.",
    );
  }
  if (hasStrayPassword(url)) {
    throw new StoreError(
      "store_address_invalid",
      "The address of the store cannot be read. In its user and password, write / as %2F, ? as %3F, # as %23 and @ as %40. Nothing was sent.",
    );
  }
  const unknown = findUnknownParameter(url.searchParams);
  if (unknown !== undefined) throw new StoreError("store_address_invalid", unknown);
  const schema = url.searchParams.get("schema") ?? DEFAULT_SCHEMA;
  if (!SCHEMA_NAME.test(schema)) {
    throw new StoreError(
      "store_address_invalid",
      `'${schema}' cannot name a schema. Use lower-case letters, digits and _. Nothing was sent.`,
    );
  }
  const serverOptions = url.searchParams.get("options") ?? "";
  url.searchParams.delete("schema");
  url.searchParams.delete("options");
  return { connectionString: url.href, schema, serverOptions, place: placeOf(url) };
}

/** A password with a bare `/`, `?` or `#` ends the host too early: its rest, up to the `@`, would be told as a database. */
function hasStrayPassword({ hash, pathname, searchParams }: URL): boolean {
  return hash !== "" || pathname.includes("@") || [...searchParams].flat().some((text) => text.includes("@"));
}

/** Parameters win over the other parts, as they do in the driver. */
function placeOf({ hostname, port, pathname, searchParams }: URL): string {
  const host = searchParams.get("host") ?? (hostname || "localhost");
  const portText = searchParams.get("port") ?? port;
  return `${host}${portText === "" ? "" : `:${portText}`}${pathname === "" ? "/" : pathname}`;
}
