// #region receive
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { TaskEvent } from "@klingkit/engine";
import { verifySignature, WebhookError } from "klingkit/webhooks";

const seen = new Set<string>(); // in your database

function readEvent(rawBody: string): TaskEvent | undefined {
  try {
    const event = JSON.parse(rawBody);
    return event?.data?.job && event.data.results ? event : undefined;
  } catch {
    return undefined;
  }
}

async function take(
  rawBody: string,
  headers: Record<string, string | string[] | undefined>,
): Promise<number> {
  try {
    verifySignature({ headers, rawBody }, { secrets: process.env["KLING_LISTEN_SECRET"] ?? "" });
  } catch (error) {
    if (WebhookError.isInstance(error)) return 400;
    throw error;
  }
  const event = readEvent(rawBody);
  if (!event) return 400; // the signature is right, and the body is something else
  const { id, type, data } = event;
  if (seen.has(id)) return 204; // the same event again
  seen.add(id);
  console.log(type, data.job.name, ...data.results.flatMap(({ filePath }) => filePath ?? []));
  return 204;
}

const server = createServer(async (request, response) => {
  response.writeHead(await take(await text(request), request.headers)).end();
});
server.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1");
// #endregion

const { TEST_EVENTS: expected = "0" } = process.env;
const look = setInterval(() => {
  if (seen.size < Number(expected)) return;
  clearInterval(look);
  server.close();
  server.closeAllConnections();
}, 20);
