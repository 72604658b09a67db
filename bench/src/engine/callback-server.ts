import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { Engine } from "@klingkit/engine";

/** Receives callbacks of the emulator and hands them to an engine. */
export interface CallbackServer {
  readonly url: string;
  /** Callbacks that came. */
  readonly count: () => number;
  deliverTo(engine: Engine): void;
  close(): Promise<void>;
}

/** A receiver on a free port of this machine. Callbacks that come before there is an engine are answered 503. */
export async function startCallbackServer(): Promise<CallbackServer> {
  let engine: Engine | undefined;
  let count = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    response.statusCode = engine ? 204 : 503;
    await engine?.receive(await readCallback(request)).catch(() => {
      response.statusCode = 500;
    });
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    count: () => count,
    deliverTo(next) {
      engine = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The emulator's callback of a standard task; nothing else sends here. */
async function readCallback(request: IncomingMessage) {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) text += String(part);
  const body = JSON.parse(text);
  return { taskId: String(body.id), status: String(body.status), body };
}
