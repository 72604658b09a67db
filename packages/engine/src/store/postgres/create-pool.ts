import { type GuardedPool, guardPool } from "./guard-pool.ts";
import { loadOptional } from "./load-optional.ts";
import type { PostgresAddress } from "./postgres-address.ts";
import { prepareStatements } from "./prepare-statements.ts";

/** How long a connection may take, in ms. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** Type numbers of `bigint` and `numeric` in the system tables of PostgreSQL. */
const BIGINT = 20;
const NUMERIC = 1700;

export interface PoolOptions {
  readonly address: PostgresAddress;
  readonly maxConnections: number;
  /** Settings of the server for these connections. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Of one query, until its answer is complete. Default 30 000: longer than a writer waits for its turn. */
  readonly queryTimeoutMs?: number | undefined;
}

export const QUERY_TIMEOUT_MS = 30_000;

/** Makes a pool of connections that see the store's schema. Connects when first used. Throws StoreError `store_driver_missing`. */
export async function createPool({
  address,
  maxConnections,
  settings,
  queryTimeoutMs = QUERY_TIMEOUT_MS,
}: PoolOptions): Promise<GuardedPool> {
  const { Pool, types } = await loadDriver();
  const flags = Object.entries({ search_path: address.schema, ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  const pool = new Pool({
    connectionString: address.connectionString,
    options: [address.serverOptions, ...flags].join(" ").trim(),
    application_name: "klingkit",
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    // What a silent server leaves open must not keep the process.
    allowExitOnIdle: true,
    // Our big integers are times, sizes and counts, all far below 2^53.
    types: {
      getTypeParser: (type: number, format?: "text" | "binary") =>
        type === BIGINT || type === NUMERIC ? Number : types.getTypeParser(type, format),
    },
  });
  // A connection that breaks while nobody uses it is replaced by the pool; unheard, its error would end the process.
  const ignore = () => undefined;
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return guardPool(prepareStatements(pool), { queryTimeoutMs });
}

export const loadDriver = async () => (await loadOptional("pg", () => import("pg"))).default;
