import type { IncomingMessage, ServerResponse } from "node:http";
import { ADMIN_PREFIX } from "./control/http.ts";
import { type Reply, splitTarget } from "./server/call.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";
import type { EmulatedServices } from "./server/services.ts";
import { STORAGE_PREFIX } from "./server/storage-prefix.ts";
import type { World } from "./world/world.ts";

/** Answers a request, or gives false and leaves it untouched. */
export type AnswerDirectly = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/** Paths of files and of the control. */
const OTHER_PREFIXES = [RESULT_PREFIX, ADMIN_PREFIX, STORAGE_PREFIX] as const;

const noBody = () => Promise.resolve("");

/**
 * Answers reads of the service straight from node's request to node's response: web requests, responses and streams cost
 * most of the time of a poll. Everything that a fault may touch goes through `fetch`.
 */
export function createReadAnswers(
  { clock, faults }: World,
  services: Pick<EmulatedServices, "ofCall">,
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

  function send(outgoing: ServerResponse, { status, body, headers }: Reply, contentType: string): void {
    outgoing.writeHead(status, {
      "content-type": contentType,
      "content-length": Buffer.byteLength(body),
      date: dateHeader(),
      ...headers,
    });
    outgoing.end(body);
  }

  return (incoming, outgoing) => {
    const { method, url = "/" } = incoming;
    if (method !== "GET" || faults.rules().length > 0) return false;
    const { path, search } = splitTarget(url);
    if (OTHER_PREFIXES.some((prefix) => path.startsWith(prefix))) return false;
    const { authorization } = incoming.headers;
    const header = (name: string) => incoming.headers[name]?.toString();
    const call = { method, path, search, authorization, header, readText: noBody };
    const service = services.ofCall(call);
    const reply = service.respond(call);
    if (reply instanceof Promise) {
      // Services answer every failure themselves; anything else must not end the process.
      reply.then((late) => send(outgoing, late, service.contentType)).catch(() => outgoing.destroy());
    } else send(outgoing, reply, service.contentType);
    return true;
  };
}
