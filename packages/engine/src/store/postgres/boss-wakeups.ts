import { CompiledQuery, sql } from "kysely";
import type { Db as BossDb, PgBoss } from "pg-boss";
import { flushAndAsk } from "../append-only.ts";
import type { Db } from "../schema.ts";
import { toBossError } from "./boss-error.ts";
import { CONNECT_TIMEOUT_MS, loadDriver, QUERY_TIMEOUT_MS } from "./create-pool.ts";
import { listenChannel } from "./listen-channel.ts";
import { loadOptional } from "./load-optional.ts";
import type { PostgresAddress } from "./postgres-address.ts";

const QUEUE = "klingkit-due";
/** Default 30 s would delay timers that no notification announces. */
const POLL_SECONDS = 0.5;
/** pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 2;
/** A wake-up that rang is of no interest to anybody. */
const KEEP_SECONDS = 60;

/** How long an end is waited for that a silent server would never let come. */
const END_MS = 1500;

/** Rings across machines when something is due. Only speeds up: the due index is looked at all the same. */
export interface Wakeups {
  /** Sends a wake-up for the earliest due job, in the caller's transaction, unless that is known already. */
  announce(db: Db): Promise<void>;
  /** Calls `ring` for each wake-up that comes to this process. Resolves with what ends it. */
  listen(ring: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Where pg-boss keeps its tables, beside the store's schema. */
export const bossSchema = (schema: string): string => `${schema}_boss`;

/** Starts pg-boss in its schema, which is there already. Throws StoreError `store_driver_missing`. */
export async function openBossWakeups(
  address: PostgresAddress,
  onError: (error: unknown) => void,
): Promise<Wakeups> {
  const { PgBoss } = await loadBoss();
  const tell = (error: unknown) => onError(toBossError(error));
  const connections = await openConnections(address, tell);
  const boss = new PgBoss({
    db: connections.db,
    schema: bossSchema(address.schema),
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    // It would report each wake-up to the SDK of the program, asked or not: more than all that klingkit reports.
    openTelemetry: { enabled: false },
  });
  boss.on("error", tell);
  const stop = async () => {
    await boss.stop({ graceful: false });
    await connections.end();
  };
  try {
    await startQueue(boss);
  } catch (error) {
    await stop().catch(onError);
    throw error;
  }
  let announcedMs: number | undefined;
  /** Nothing depends on an end: one that fails, as where the server went away, is reported and no more. */
  const end = (ending: Promise<unknown>) => atMost(END_MS, ending.catch(onError));
  return {
    async announce(db) {
      const atMs = await earliestDueMs(db);
      if (atMs === announcedMs) return;
      announcedMs = atMs;
      if (atMs === undefined) return;
      await boss.send(
        QUEUE,
        { atMs },
        { startAfter: new Date(atMs), singletonKey: String(atMs), db: within(db) },
      );
    },
    async listen(ring) {
      const options = {
        localConcurrency: 1,
        pollingIntervalSeconds: POLL_SECONDS,
        notifyPollingIntervalSeconds: POLL_SECONDS,
      };
      const id = await boss.work(QUEUE, options, async () => ring());
      return () => end(boss.offWork(QUEUE, { id }));
    },
    close: () => end(stop()),
  };
}

async function atMost(ms: number, ending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([ending, over]);
  } finally {
    clearTimeout(timer);
  }
}

async function startQueue(boss: PgBoss): Promise<void> {
  await boss.start();
  await boss.createQueue(QUEUE, {
    // One wake-up per moment is enough.
    policy: "short",
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: 0,
    deleteAfterSeconds: KEEP_SECONDS,
  });
}

/**
 * Connections for pg-boss. Its own would do but for the one that hears notifications: it takes every listener off it before it
 * ends it, so that the last error of a server that stops ends the process.
 */
async function openConnections(
  { connectionString, serverOptions }: PostgresAddress,
  onError: (error: unknown) => void,
): Promise<{ readonly db: BossDb; end(): Promise<void> }> {
  const { Client, Pool } = await loadDriver();
  const options = {
    connectionString,
    ...(serverOptions === "" ? {} : { options: serverOptions }),
    application_name: "klingkit wake-ups",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  };
  const pool = new Pool({ ...options, max: 2, allowExitOnIdle: true });
  pool.on("error", onError);
  return {
    db: {
      executeSql: (text, values) => pool.query(text, values),
      listen: (channel, onPayload, onSubscribed) =>
        listenChannel(channel, {
          createClient: () => new Client(options),
          onPayload,
          onSubscribed,
          onLost: onError,
        }),
    },
    end: () => pool.end(),
  };
}

const loadBoss = () => loadOptional("pg-boss", () => import("pg-boss"));

/** Shows a transaction of ours to pg-boss: what it sends commits with the change of state. */
const within = (db: Db) => ({
  executeSql: async (text: string, values: unknown[] = []) => {
    const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
    return { rows };
  },
});

/** One look at the index of due times: no other state has one. It goes with what the transaction still has to write. */
async function earliestDueMs(db: Db): Promise<number | undefined> {
  const [row] = await flushAndAsk<{ readonly at: number | null }>(db, EARLIEST_DUE);
  return row?.at ?? undefined;
}

const EARLIEST_DUE = sql<{
  readonly at: number | null;
}>`select min(next_at) as at from job where next_at is not null`;
