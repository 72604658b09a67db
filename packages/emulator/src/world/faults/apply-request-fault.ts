import { cutBody } from "./change-body.ts";
import { ConnectionReset } from "./connection-reset.ts";
import type { RequestAction } from "./fault-action.ts";
import type { ActionOf, FaultResponses } from "./fault-responses.ts";

export interface RequestFaultContext {
  /** Does the work that the request asks for. Called at most once. */
  readonly next: () => Promise<Response>;
  /** Waits on the emulator's clock; rejects with the signal's reason. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when the client leaves or the emulator closes. */
  readonly signal: AbortSignal;
  /** Aborted when the emulator closes. */
  readonly closing: AbortSignal;
  readonly requestId: () => string;
  readonly responses: FaultResponses;
  /** First answers, by the action whose rule saw them. */
  readonly firstAnswers: WeakMap<RequestAction, string>;
}

/** Responds the way the fault says. Throws `ConnectionReset` where the connection breaks. */
export async function applyRequestFault(
  action: RequestAction,
  context: RequestFaultContext,
): Promise<Response> {
  switch (action.type) {
    case "latency":
      await context.sleep(action.latencyMs, context.signal);
      return context.next();
    case "reset-before-accept":
      throw new ConnectionReset();
    case "reset-after-accept":
      await (await context.next()).body?.cancel();
      throw new ConnectionReset();
    case "late-accept":
      // The client has left: nothing that happens now reaches it.
      context
        .sleep(action.lateMs, context.closing)
        .then(context.next)
        .catch(() => undefined);
      throw new ConnectionReset();
    case "stale-answer":
      return staleAnswer(action, context);
    case "hang":
      return hang(action, context);
    case "html-error":
      return instead(action, context, htmlError(action.status));
    case "business-error":
      return instead(action, context, context.responses.businessError(action, context.requestId()));
    default:
      return spoil(action, await context.next(), context.responses);
  }
}

async function staleAnswer(
  action: RequestAction,
  { next, firstAnswers, responses }: RequestFaultContext,
): Promise<Response> {
  const response = await next();
  const text = await response.text();
  const first = firstAnswers.get(action) ?? text;
  firstAnswers.set(action, first);
  return new Response(first, { headers: { "content-type": responses.contentType } });
}

async function hang({ hangMs, timing }: ActionOf<"hang">, context: RequestFaultContext): Promise<Response> {
  const done = timing === "after" ? await context.next() : undefined;
  if (hangMs === undefined) await untilAborted(context.signal);
  else await context.sleep(hangMs, context.signal);
  return done ?? context.next();
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function instead(
  { timing }: { readonly timing?: "before" | "after" | undefined },
  { next }: RequestFaultContext,
  response: Response,
): Promise<Response> {
  if (timing === "after") await (await next()).body?.cancel();
  return response;
}

const HTML_TITLES = {
  403: "Forbidden",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
} as const;

/** What a proxy in front of the service answers. A guard names its reason. INF, the error number is in reports about Cloudflare. */
function htmlError(status: keyof typeof HTML_TITLES): Response {
  const title = `${status} ${HTML_TITLES[status]}`;
  const reason = status === 403 ? "<center>Error 1010: Access denied</center>\r\n" : "";
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n${reason}</body>\r\n</html>\r\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}

/** Of no account. */
const OTHER_TASK_ID = "100000000000000001";

/** INF: any word that is in no documentation. */
const UNKNOWN_STATUS = "pondering";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function spoil(
  action: ActionOf<
    | "truncated-json"
    | "malformed-json"
    | "wrong-content-type"
    | "unknown-status"
    | "missing-url"
    | "other-task"
  >,
  response: Response,
  responses: FaultResponses,
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const init = { status: response.status, headers };
  switch (action.type) {
    case "wrong-content-type":
      headers.set("content-type", action.contentType ?? "text/html; charset=utf-8");
      return new Response(bytes, init);
    case "unknown-status":
      return new Response(responses.withStatus(decode(bytes), action.status ?? UNKNOWN_STATUS), init);
    case "other-task":
      return new Response(responses.withOtherTask(decode(bytes), action.taskId ?? OTHER_TASK_ID), init);
    case "missing-url":
      return new Response(responses.withoutLinks(decode(bytes)), init);
    case "malformed-json":
      return new Response(`{,${decode(bytes).slice(1)}`, init);
    case "truncated-json": {
      const keepBytes = Math.min(action.keepBytes ?? Math.floor(bytes.length / 2), bytes.length);
      if (action.ending !== "cut") return new Response(bytes.subarray(0, keepBytes), init);
      headers.set("content-length", String(bytes.length));
      return new Response(cutBody(new Blob([bytes]).stream(), keepBytes), init);
    }
  }
}
