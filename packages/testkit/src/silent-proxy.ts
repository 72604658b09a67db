import { connect, createServer, type Socket } from "node:net";
import { createTempDir } from "./temp-dir.ts";

/** Where a client of PostgreSQL looks in the folder that is its host. */
const SOCKET = ".s.PGSQL.5432";

/** Stands before a server of PostgreSQL and can stop to pass bytes, over connections that stay open. */
export interface SilentProxy extends AsyncDisposable {
  /** Of a database behind the proxy. */
  url(schema: string): string;
  /** Of the connections that are there; with `forGood`, of all that come later as well. */
  silence(how?: { readonly forGood?: boolean }): void;
  /** Tells each client twice that the server shuts down, then closes its connection. */
  shutDown(): void;
}

/** SQLSTATE admin_shutdown, as a message of the protocol: its type, its length and its fields. */
const SHUTDOWN = (() => {
  const fields = Buffer.from(
    "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0",
  );
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

/** `postgresUrl` names the folder of the server's socket as its host, as those of the tests do. */
export async function openSilentProxy(postgresUrl: string): Promise<SilentProxy> {
  const folder = await createTempDir("kk-proxy-");
  const address = new URL(postgresUrl);
  const target = `${address.searchParams.get("host")}/${SOCKET}`;
  address.searchParams.set("host", folder.path);
  const pairs: (readonly [Socket, Socket])[] = [];
  let isDeaf = false;
  const server = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) socket.on("error", () => undefined);
    pairs.push([near, far]);
    if (!isDeaf) near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(folder.file(SOCKET), resolve));
  return {
    url: (schema) => `${address}&schema=${schema}`,
    silence({ forGood = false } = {}) {
      isDeaf = forGood;
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    shutDown() {
      for (const [near, far] of pairs.splice(0)) {
        far.destroy();
        near.end(Buffer.concat([SHUTDOWN, SHUTDOWN]), () => near.destroy());
      }
    },
    async [Symbol.asyncDispose]() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}
