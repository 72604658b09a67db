import type { IncomingMessage, ServerResponse } from "node:http";
import { ADMIN_PREFIX } from "./control/http.ts";
import { type Reply, splitTarget } from "./server/call.ts";
import type { EmulatedService } from "./server/emulated-service.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";
import type { World } from "./world/world.ts";

/** Answers a request, or gives false and leaves it untouched. */
export type AnswerDirectly = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

const noBody = () => Promise.resolve("");

/**
 * Answers reads of the service straight from node's request to node's response: web requests, responses and streams cost
 * most of the time of a poll. Everything that a fault may touch goes through `fetch`.
 */
export function createReadAnswers(
  { clock, faults }: World,
  service: Pick<EmulatedService, "respond" | "contentType">,
): AnswerDirectly {
  let dateSeconds = 0;
  let date = "";

  /** The header has whole seconds, so it is made once a second. */
  function dateHeader(): string {
    const seconds = Math.floor(clock.credentialNowMs() / 1000);
    if (seconds !== dateSeconds) {
      dateSeconds = seconds;
      date = new Date(seconds * 1000).toUTCString();
    }
    return date;
  }

  function send(outgoing: ServerResponse, { status, body }: Reply): void {
    outgoing.writeHead(status, {
      "content-type": service.contentType,
      "content-length": Buffer.byteLength(body),
      date: dateHeader(),
    });
    outgoing.end(body);
  }

  return (incoming, outgoing) => {
    const { method, url = "/" } = incoming;
    if (method !== "GET" || faults.rules().length > 0) return false;
    const { path, search } = splitTarget(url);
    if (path.startsWith(RESULT_PREFIX) || path.startsWith(ADMIN_PREFIX)) return false;
    const { authorization } = incoming.headers;
    const reply = service.respond({ method, path, search, authorization, readText: noBody });
    if (reply instanceof Promise) {
      // Services answer every failure themselves; anything else must not end the process.
      reply.then((late) => send(outgoing, late)).catch(() => outgoing.destroy());
    } else send(outgoing, reply);
    return true;
  };
}
