import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findPostgres, type SystemUser, serverUser } from "./find-postgres.ts";
import { createTempDir } from "./temp-dir.ts";

const START_LIMIT_MS = 60_000;
const READY_STEP_MS = 20;
const STOP_LIMIT_MS = 5000;

/** What only a loss of power would need. */
const NOT_DURABLE = { fsync: "off", full_page_writes: "off", checkpoint_timeout: "1h", max_wal_size: "8GB" };

/** A PostgreSQL server of its own, in a temporary folder, reached through a socket there. `await using` stops it. */
export interface TestPostgres extends AsyncDisposable {
  /** Address of its database, as superuser; `schema` names a part of it. */
  url(schema?: string): string;
  /** Ends the server as a loss of power would, without a chance to write anything. */
  kill(): Promise<void>;
  /** Starts it again after `kill`. */
  restart(): Promise<void>;
}

export interface TestPostgresOptions {
  /** Waits for the disk at every commit. Default false: faster, and enough unless the machine itself goes down. */
  readonly isDurable?: boolean;
  /** Empty folder for all tables, such as one on a disk of its own; the server's user gets it. Default: with the rest. */
  readonly tablesFolder?: string;
}

/** Makes a cluster and starts it; takes about 1.5 s. Throws where there is no PostgreSQL, see `findPostgres`. */
export async function startTestPostgres({
  isDurable = false,
  tablesFolder,
}: TestPostgresOptions = {}): Promise<TestPostgres> {
  const found = findPostgres();
  if (!found.isFound) throw new Error(found.reason);
  const user = process.getuid?.() === 0 ? serverUser() : undefined;
  const folder = await createTempDir("kk-pg-");
  if (user) await chown(folder.path, user.uid, user.gid);
  const cluster = { programs: found.folder, folder: folder.path, user, isDurable };
  let server: ChildProcess | undefined;
  try {
    await makeCluster(cluster);
    server = await startServer(cluster);
    if (tablesFolder !== undefined) await keepTablesIn(cluster, tablesFolder);
  } catch (error) {
    await end(server, "SIGQUIT");
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return {
    url: (schema) => {
      const query = new URLSearchParams({
        host: folder.path,
        user: "postgres",
        ...(schema ? { schema } : {}),
      });
      return `postgres:///postgres?${query}`;
    },
    async kill() {
      await end(server, "SIGKILL");
    },
    async restart() {
      server = await startServer(cluster);
    },
    async [Symbol.asyncDispose]() {
      // SIGQUIT: at once, and its children too.
      await end(server, "SIGQUIT");
      await folder[Symbol.asyncDispose]();
    },
  };
}

interface Cluster {
  readonly programs: string;
  readonly folder: string;
  readonly user: SystemUser | undefined;
  readonly isDurable: boolean;
}

async function makeCluster({ programs, folder, user }: Cluster): Promise<void> {
  const args = [
    "-D",
    `${folder}/data`,
    "-U",
    "postgres",
    "--auth=trust",
    "--no-sync",
    "-E",
    "UTF8",
    "--no-locale",
  ];
  await promisify(execFile)(`${programs}/initdb`, args, { cwd: folder, ...user });
}

async function keepTablesIn({ programs, folder, user }: Cluster, tablesFolder: string): Promise<void> {
  if (user) await chown(tablesFolder, user.uid, user.gid);
  const statements = [
    `create tablespace elsewhere location '${tablesFolder}'`,
    "alter database postgres set default_tablespace = elsewhere",
  ];
  const args = ["-h", folder, "-U", "postgres", ...statements.flatMap((statement) => ["-c", statement])];
  await promisify(execFile)(`${programs}/psql`, args);
}

async function startServer(cluster: Cluster): Promise<ChildProcess> {
  const endMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    const { server, output } = launch(cluster);
    if (await isReady(cluster, server, endMs)) return server;
    // Children of a killed server hold its memory for a moment.
    if (Date.now() > endMs) throw new Error(`PostgreSQL does not start: ${output()}`);
  }
}

function launch({ programs, folder, user, isDurable }: Cluster) {
  const settings = {
    // No port: nothing can be in its way, and nobody else comes in.
    listen_addresses: "",
    unix_socket_directories: folder,
    max_connections: 200,
    autovacuum: "off",
    // Nobody replicates it.
    wal_level: "minimal",
    max_wal_senders: 0,
    ...(isDurable ? {} : NOT_DURABLE),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(`${programs}/postgres`, ["-D", `${folder}/data`, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    ...user,
  });
  let text = "";
  server.stderr.on("data", (chunk) => {
    text = `${text}${chunk}`.slice(-2000);
  });
  return { server, output: () => text };
}

/** False when the server ended again. */
async function isReady({ programs, folder }: Cluster, server: ChildProcess, endMs: number): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null && Date.now() < endMs) {
    const args = ["-h", folder, "-U", "postgres", "-q"];
    const isUp = await promisify(execFile)(`${programs}/pg_isready`, args).then(
      () => true,
      () => false,
    );
    if (isUp) return true;
    await sleep(READY_STEP_MS);
  }
  await end(server, "SIGKILL");
  return false;
}

async function end(server: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}
