import {
  envelope,
  fillPath,
  isJsonObject,
  type MayHaveCharged,
  mayHaveChargedByStatus,
  type Operation,
  SUCCESS_CODE,
} from "@klingkit/spec";
import type { Auth } from "./auth.ts";
import { backoffMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { createApiError } from "./errors/create-api-error.ts";
import { createCallError } from "./errors/create-call-error.ts";
import { KlingAbortError } from "./errors/kling-abort-error.ts";
import { KlingApiError } from "./errors/kling-api-error.ts";
import { KlingError } from "./errors/kling-error.ts";
import { KlingResponseError } from "./errors/kling-response-error.ts";
import { parseJson } from "./json.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { type Body, BodyTooLarge, readBody } from "./read-body.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { VERSION } from "./version.ts";

/** Extra tries of a read after a transient error. Creates are never sent again. */
export const DEFAULT_READ_RETRIES = 2;
export const DEFAULT_TIMEOUT_MS = 60_000;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Deadline of one request in ms. Default: the client's, 60 000. */
  readonly timeoutMs?: number | undefined;
}

export interface SendInput extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** The caller's id inside the body of a create: kept on every error, so that the task can be looked up. */
  readonly externalTaskId?: string | undefined;
  /** Extra tries of a read. Default: the client's. */
  readonly maxRetries?: number;
}

export interface Answer {
  readonly data: unknown;
  readonly requestId: string | undefined;
}

/** Sends one operation. Throws a KlingError of the fitting class. */
export type Send = (operation: Operation, input?: SendInput) => Promise<Answer>;

export interface TransportOptions {
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly readRetries: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Exact values that must not appear in errors and logs. */
  readonly secrets: readonly string[];
}

/** Codes that say "your token's times are wrong": nothing was done, and a token on the service's clock will pass. */
const TOKEN_TIME_CODES: readonly (number | undefined)[] = [1003, 1004];

/** Builds the one function through which every request leaves. */
export function createTransport(options: TransportOptions): Send {
  const { auth, clock, logger, random, readRetries } = options;

  async function sendRenewing(operation: Operation, input: SendInput): Promise<Answer> {
    try {
      return await sendOnce(options, operation, input);
    } catch (error) {
      const isTokenTime = KlingApiError.isInstance(error) && TOKEN_TIME_CODES.includes(error.serviceCode);
      if (!isTokenTime || !auth.renew(operation)) throw error;
      logger.debug("token refused; signing a new one on the service's clock", { offsetMs: auth.offsetMs() });
      return sendOnce(options, operation, input);
    }
  }

  async function sendRead(operation: Operation, input: SendInput): Promise<Answer> {
    const maxRetries = input.maxRetries ?? readRetries;
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendRenewing(operation, input);
      } catch (error) {
        if (attempt > maxRetries || !KlingError.isInstance(error) || !error.isRetryable) throw error;
        const pauseMs = backoffMs({ attempt, retryAfterMs: retryAfterOf(error), random });
        logger.warn(`${operation.id} failed, trying again`, { attempt, pauseMs, code: error.code });
        await pause(clock, pauseMs, operation, input.signal);
      }
    }
  }

  return (operation, input = {}) =>
    operation.kind === "create" ? sendRenewing(operation, input) : sendRead(operation, input);
}

/** What the service asked for in `Retry-After`, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
  return KlingApiError.isInstance(error) || KlingResponseError.isInstance(error)
    ? error.retryAfterMs
    : undefined;
}

async function pause(clock: Clock, ms: number, operation: Operation, signal?: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (cause) {
    throw new KlingAbortError({
      message: `${operation.method} ${operation.path} was aborted before another try.`,
      isRetryable: false,
      mayHaveCharged: "no",
      phase: "wait",
      elapsedMs: 0,
      operationId: operation.id,
      cause,
    });
  }
}

/** One HTTP exchange: request, text, envelope. */
async function sendOnce(options: TransportOptions, operation: Operation, input: SendInput): Promise<Answer> {
  const { auth, clock, fetch, logger, metrics } = options;
  const url = urlOf(options.baseUrl, operation, input);
  const token = await auth.token(operation);
  const deadline = startDeadline(input.timeoutMs ?? options.timeoutMs, input.signal);
  const startedAtMs = clock.nowMs();
  let phase: "before-send" | "request" | "body" = "before-send";
  let bytesReceived = 0;
  let isSuccess = false;
  try {
    deadline.signal.throwIfAborted();
    phase = "request";
    const response = await fetch(url, requestOf(operation, input, token, deadline.signal));
    auth.learnClock(response.headers.get("date"), startedAtMs, clock.nowMs());
    phase = "body";
    const body = await readBody(response);
    bytesReceived = body.sizeBytes;
    const answer = readAnswer(options, operation, input, response, body);
    isSuccess = true;
    return answer;
  } catch (cause) {
    if (KlingError.isInstance(cause)) throw cause;
    if (cause instanceof BodyTooLarge)
      throw unreadable(options, operation, input, { reason: `the answer has ${cause.message}` });
    const elapsedMs = clock.nowMs() - startedAtMs;
    throw createCallError({
      operation,
      phase,
      elapsedMs,
      cause,
      isTimeout: deadline.isOver(),
      isAborted: input.signal?.aborted === true,
      externalTaskId: input.externalTaskId,
      secrets: options.secrets,
    });
  } finally {
    deadline.stop();
    const latencyMs = clock.nowMs() - startedAtMs;
    metrics.record(operation.id, { isSuccess, bytesReceived, latencyMs });
    logger.debug(`${operation.method} ${operation.path}`, {
      operationId: operation.id,
      isSuccess,
      latencyMs,
      bytesReceived,
    });
  }
}

function urlOf(baseUrl: string, operation: Operation, { params, query = {} }: SendInput): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return `${baseUrl}${fillPath(operation.path, params)}${text === "" ? "" : `?${text}`}`;
}

function requestOf(
  operation: Operation,
  { body }: SendInput,
  token: string,
  signal: AbortSignal,
): RequestInit {
  return {
    method: operation.method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      // The documentation lists it for reads too.
      "content-type": "application/json",
      "user-agent": `klingkit/${VERSION}`,
    },
    // A redirect could carry the request, and what it buys, to another host.
    redirect: "manual",
    signal,
    ...(operation.method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
  };
}

interface Deadline {
  readonly signal: AbortSignal;
  isOver(): boolean;
  stop(): void;
}

/** Aborts after `timeoutMs` of real time or with the caller's signal; `stop` leaves nothing behind. */
function startDeadline(timeoutMs: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new Error(`no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    stop: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}

function readAnswer(
  options: TransportOptions,
  operation: Operation,
  input: SendInput,
  response: Response,
  body: Body,
): Answer {
  const { status, headers } = response;
  const retryAfterMs = parseRetryAfter(headers.get("retry-after"), options.clock.nowMs());
  const fail = (reason: string) =>
    unreadable(options, operation, input, { reason, status, retryAfterMs, text: body.text });
  const value = parseOrFail(body.text, fail);
  const parsed = envelope.safeParse(isJsonObject(value) ? withNumericCode(value) : value);
  const { success } = parsed;
  if (status < 400 && !success) throw fail("the answer has no envelope");
  const { code, message, request_id, data } = success
    ? parsed.data
    : { code: undefined, message: undefined, request_id: undefined, data: undefined };
  const requestId = request_id ?? undefined;
  if (status >= 200 && status < 300 && code === SUCCESS_CODE) return { data, requestId };
  if (status < 400 && code === SUCCESS_CODE) throw fail(`HTTP ${status} is no answer of this service`);
  throw createApiError({
    operation,
    status,
    serviceCode: code,
    serviceMessage: message ?? "",
    data,
    retryAfterMs,
    requestId,
    externalTaskId: input.externalTaskId,
    taskId: input.params?.["id"],
    secrets: options.secrets,
  });
}

function parseOrFail(text: string, fail: (reason: string) => KlingResponseError): unknown {
  try {
    return parseJson(text);
  } catch {
    throw fail(
      /^\s*</.test(text)
        ? "the answer is HTML, not JSON"
        : text.trim() === ""
          ? "the answer is empty"
          : "the answer is not complete JSON",
    );
  }
}

/** Some gateways spell the code as text. */
function withNumericCode(value: Readonly<Record<string, unknown>>): unknown {
  const { code } = value;
  return typeof code === "string" && /^\d+$/.test(code) ? { ...value, code: Number(code) } : value;
}

interface Unreadable {
  readonly reason: string;
  readonly status?: number;
  readonly retryAfterMs?: number | undefined;
  readonly text?: string;
}

function unreadable(
  options: TransportOptions,
  operation: Operation,
  input: SendInput,
  { reason, status, retryAfterMs, text }: Unreadable,
): KlingResponseError {
  const isCreate = operation.kind === "create";
  const mayHaveCharged: MayHaveCharged = isCreate
    ? status === undefined
      ? "unknown"
      : mayHaveChargedByStatus(status)
    : "no";
  const http = status === undefined ? "" : `HTTP ${status}, `;
  const next =
    isCreate && mayHaveCharged !== "no"
      ? " A task may have been created: look it up by its external id before you try again."
      : " Check the base URL and any proxy in between.";
  return new KlingResponseError({
    message: `${operation.method} ${operation.path} failed: ${http}${reason}.${next}`,
    isRetryable: status === undefined || status < 400 || status >= 500 || status === 408 || status === 429,
    mayHaveCharged,
    status,
    retryAfterMs,
    bodyExcerpt: text === undefined ? undefined : redact(text, { secrets: options.secrets }),
    operationId: operation.id,
    externalTaskId: input.externalTaskId,
    taskId: input.params?.["id"],
  });
}
