import type { IncomingMessage, ServerResponse } from "node:http";
import { ADMIN_PREFIX } from "./control/http.ts";
import type { Api } from "./kling/api.ts";
import type { EmulatorState } from "./kling/state.ts";
import { JSON_CONTENT_TYPE, type Reply, splitTarget } from "./server/call.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";

/** Answers a request, or gives false and leaves it untouched. */
export type QuickAnswer = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

const noBody = () => Promise.resolve("");

/**
 * Reads of the API straight from node's request to node's response: web requests, responses and streams cost most of
 * the time of a poll. Everything that a fault may touch goes the long way.
 */
export function createQuick({
  state,
  api,
}: {
  readonly state: EmulatorState;
  readonly api: Api;
}): QuickAnswer {
  const { clock, faults } = state;
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
      "content-type": JSON_CONTENT_TYPE,
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
    const reply = api({
      method,
      path,
      search,
      authorization: incoming.headers.authorization,
      readText: noBody,
    });
    if (reply instanceof Promise) {
      // Handlers answer every failure themselves; anything else must not take the process down.
      reply.then((late) => send(outgoing, late)).catch(() => outgoing.destroy());
    } else send(outgoing, reply);
    return true;
  };
}
