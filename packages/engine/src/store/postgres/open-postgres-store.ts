import type { KeysOf } from "@klingkit/spec/core";
import { Kysely, type PostgresPool, sql } from "kysely";
import { refuseUnknown } from "../../arguments/refuse-unknown.ts";
import { createGroupCommit } from "../group-commit.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Db, Schema } from "../schema.ts";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { bossSchema, openBossWakeups, type Wakeups } from "./boss-wakeups.ts";
import { commitTogether } from "./commit-together.ts";
import { createPool } from "./create-pool.ts";
import { explainFailure } from "./explain-failure.ts";
import type { GuardedPool } from "./guard-pool.ts";
import { ListPostgresDialect } from "./list-dialect.ts";
import { type PostgresAddress, parseAddress } from "./postgres-address.ts";
import { createServerClock } from "./server-clock.ts";
import { WriterDialect } from "./writer-dialect.ts";

/** How long a writer waits for another process, in ms; also how long one that has stopped in a transaction keeps others waiting. */
const BUSY_TIMEOUT_MS = 10_000;
const MAX_READERS = 4;

export interface PostgresStoreOptions {
  /**
   * How processes hear of jobs that others have made due: `poll` looks every `pollMs`, `pg-boss` also rings at once
   * and needs the package pg-boss. Default `poll`.
   */
  readonly wakeups?: "poll" | "pg-boss";
  /** Hears about failures of wake-ups, which cost nothing but time. Default: silent. */
  readonly onError?: (error: unknown) => void;
  /** `false` for what only reads: where the schema has no store, none is made (StoreError `store_missing`). Default true. */
  readonly make?: boolean;
  /** Longest wait for the answer to one query, in ms; then its connection is destroyed. Default 30 000. */
  readonly queryTimeoutMs?: number;
  /** Stands between the store and its connections, such as for tracing. */
  readonly wrapPool?: (pool: PostgresPool) => PostgresPool;
}

const OPTIONS: KeysOf<PostgresStoreOptions> = {
  wakeups: true,
  onError: true,
  make: true,
  queryTimeoutMs: true,
  wrapPool: true,
};

/**
 * Opens or makes a store in a database of PostgreSQL 13 or later; processes on any number of machines may use it at once.
 * `address` is `postgres://user:password@host/database`, and `?schema=` names the schema: `klingkit` by default, made when absent.
 * Needs the package `pg` and connections of its own: a pooler in transaction mode does not do.
 * Throws StoreError (`store_unreachable`, `store_missing`, `store_newer`, `store_unreadable`, `store_address_invalid`,
 * `store_driver_missing`).
 */
export async function openPostgresStore(address: string, options: PostgresStoreOptions = {}): Promise<Store> {
  refuseUnknown("openPostgresStore", options, OPTIONS);
  const parsed = parseAddress(address);
  const { schema } = parsed;
  const { wrapPool = (pool) => pool, queryTimeoutMs, make = true } = options;
  const pools: GuardedPool[] = [];
  const open = async (maxConnections: number, settings: Readonly<Record<string, string | number>>) => {
    const guarded = await createPool({ address: parsed, maxConnections, settings, queryTimeoutMs });
    pools.push(guarded);
    return wrapPool(guarded);
  };
  const clock = createServerClock();
  const writing = await open(1, {
    lock_timeout: BUSY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: BUSY_TIMEOUT_MS,
  });
  const writer = new Kysely<Schema>({ dialect: new WriterDialect({ pool: writing, schema, clock }) });
  let wakeups: Wakeups | undefined;
  const beforeCommit = (db: Db) => wakeups?.announce(db) ?? Promise.resolve();
  const group = createGroupCommit((batch) => commitTogether(writer, batch, { beforeCommit }));
  try {
    await group.write(async (db) => {
      if (make) await ensureSchema(db, schema);
      else await requireStore(db, parsed);
      await migrate(db, "postgres");
      if (options.wakeups === "pg-boss") await ensureSchema(db, bossSchema(schema));
    });
    if (options.wakeups === "pg-boss") wakeups = await openBossWakeups(parsed, options.onError ?? (() => {}));
  } catch (error) {
    await writer.destroy();
    // Nothing is sent before the store is open.
    throw explainFailure(error, parsed, { mayHaveCharged: "no" });
  }
  const reading = await open(MAX_READERS, { default_transaction_read_only: "on" });
  const reader = new Kysely<Schema>({ dialect: new ListPostgresDialect({ pool: reading }) });
  let closed: Promise<unknown> | undefined;
  return {
    kind: "postgres",
    reader,
    clock,
    write: group.write,
    ...(wakeups ? { listen: wakeups.listen } : {}),
    hurry() {
      for (const pool of pools) pool.hurry();
    },
    async close() {
      await group.close();
      closed ??= Promise.all([wakeups?.close(), writer.destroy(), reader.destroy()]);
      await closed;
    },
  };
}

async function requireStore(db: Db, { place, schema }: PostgresAddress): Promise<void> {
  const { rows } =
    await sql`select 1 from pg_tables where schemaname = ${schema} and tablename = 'store_meta'`.execute(db);
  if (rows.length > 0) return;
  const message = `There is no store yet: ${place} has no tables of klingkit in the schema ${schema}`;
  throw new StoreError("store_missing", message);
}

/** Not every role may make schemas, even where the one it needs is there. */
async function ensureSchema(db: Db, schema: string): Promise<void> {
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(db);
  if (rows.length === 0) await sql`create schema ${sql.id(schema)}`.execute(db);
}
