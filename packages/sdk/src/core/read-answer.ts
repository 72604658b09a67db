import { type MayHaveCharged, mayHaveChargedByStatus } from "@klingkit/spec/core";
import { createApiError } from "./errors/create-api-error.ts";
import { describeCharge } from "./errors/describe-charge.ts";
import { ResponseError } from "./errors/response-error.ts";
import { contextOf, type Exchange } from "./exchange.ts";
import { parseJson } from "./json.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter } from "./retry-after.ts";
import type { Answer } from "./send.ts";

/** Reads an answer down to its data. Throws ApiError for a refusal, ResponseError for what cannot be read. */
export function readAnswer(exchange: Exchange, response: Response, text: string): Answer {
  const { status, headers } = response;
  const retryAfterMs = () => parseRetryAfter(headers.get("retry-after"), exchange.nowMs);
  const fail = (reason: string) =>
    createUnreadableError(exchange, { reason, status, retryAfterMs: retryAfterMs(), text });
  const value = parseOrFail(text || (exchange.input.ifEmpty ?? text), fail);
  const reading = exchange.protocol.read({ status, headers, value });
  if (reading.kind === "unreadable") throw fail(reading.reason);
  if (reading.kind === "refusal")
    throw createApiError(exchange, reading.refusal, { status, retryAfterMs: retryAfterMs() });
  if (!response.ok) throw fail("this service does not redirect");
  return { data: reading.data, requestId: reading.requestId };
}

function parseOrFail(text: string, fail: (reason: string) => ResponseError): unknown {
  try {
    return parseJson(text);
  } catch {
    throw fail(`the response is ${kindOf(text)}`);
  }
}

function kindOf(text: string): string {
  if (text.trim() === "") return "empty";
  return /^\s*</.test(text) ? "HTML, not JSON" : "not complete JSON";
}

export interface Unreadable {
  readonly reason: string;
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly text?: string;
}

/** The error for an answer that says nothing; a create that ends so may have made a task. */
export function createUnreadableError(
  exchange: Exchange,
  { reason, status, retryAfterMs, text }: Unreadable,
): ResponseError {
  const { operation, protocol } = exchange;
  const mayHaveCharged: MayHaveCharged =
    operation.effect === "spends" ? mayHaveChargedByStatus(status) : "no";
  const next =
    mayHaveCharged === "no"
      ? (protocol.hints.address() ?? "Check the base URL and any proxy in between.")
      : describeCharge(exchange, mayHaveCharged);
  return new ResponseError({
    message: `${operation.method} ${operation.path} failed: HTTP ${status}, ${reason}. ${next}`,
    isRetryable: status < 300 || status >= 500 || status === 408 || status === 429,
    mayHaveCharged,
    status,
    retryAfterMs,
    bodyExcerpt: text === undefined ? undefined : redact(text, { secrets: protocol.secrets }),
    ...contextOf(exchange),
  });
}
