import { findErrorRow, SERVICE_MESSAGES } from "@klingkit/spec";
import { asOther, rewriteTasks, withoutLinks, withStatus } from "../../kling/faults/rewrite-tasks.ts";
import { JSON_CONTENT_TYPE } from "../../server/call.ts";
import { cutBody } from "./change-body.ts";
import { ConnectionReset } from "./connection-reset.ts";
import type { RequestAction } from "./fault-action.ts";

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
  /** First answers, by the action whose rule saw them. */
  readonly firstAnswers: WeakMap<RequestAction, string>;
}

/** Answers a request the way the fault says. Throws `ConnectionReset` where the connection breaks. */
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
      // The client hears nothing of it, whatever becomes of it.
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
      return instead(action, context, businessError(action, context.requestId()));
    default:
      return spoil(action, await context.next());
  }
}

type ActionOf<Type extends RequestAction["type"]> = Extract<RequestAction, { type: Type }>;

async function staleAnswer(
  action: RequestAction,
  { next, firstAnswers }: RequestFaultContext,
): Promise<Response> {
  const response = await next();
  const text = await response.text();
  const first = firstAnswers.get(action) ?? text;
  firstAnswers.set(action, first);
  return new Response(first, { headers: { "content-type": JSON_CONTENT_TYPE } });
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
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
} as const;

/** What a proxy in front of the service answers. INF */
function htmlError(status: keyof typeof HTML_TITLES): Response {
  const title = `${status} ${HTML_TITLES[status]}`;
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}

/** Recorded sentences; the other codes answer with the meaning from the table. INF */
const MESSAGES: Readonly<Record<number, string>> = {
  1001: SERVICE_MESSAGES.authorizationEmpty,
  1002: SERVICE_MESSAGES.apiKeyNotFound,
  1102: SERVICE_MESSAGES.balanceNotEnough,
  1303: SERVICE_MESSAGES.parallelTaskLimit,
};

function businessError(action: ActionOf<"business-error">, requestId: string): Response {
  const row = findErrorRow(action.code);
  const message = action.message ?? MESSAGES[action.code] ?? row?.meaning ?? "";
  const { retryAfterSeconds } = action;
  return Response.json(
    { code: action.code, message, request_id: requestId },
    {
      status: row?.httpStatus ?? 500,
      headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
    },
  );
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
      return new Response(
        rewriteTasks(decode(bytes), (task) => withStatus(task, action.status ?? UNKNOWN_STATUS)),
        init,
      );
    case "other-task":
      return new Response(
        rewriteTasks(decode(bytes), (task) => asOther(task, action.taskId ?? OTHER_TASK_ID)),
        init,
      );
    case "missing-url":
      return new Response(rewriteTasks(decode(bytes), withoutLinks), init);
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
